//! Draws a QR code.

use anyhow::Context as _;
use qrcode::render::{svg, unicode};
use qrcode::{Color, EcLevel, QrCode};

/// Pixels of a module in a PNG.
const SCALE: usize = 8;
/// Modules of white around the code, as ISO/IEC 18004 asks for.
const QUIET: usize = 4;

/// A QR code.
pub(super) struct Drawing(QrCode);

impl Drawing {
    /// The code that says `text`. A quarter of it may be lost.
    pub(super) fn of(text: &str) -> anyhow::Result<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::Q);
        code.map(Self)
            .context("the address is too long for a QR code")
    }

    pub(super) fn svg(&self) -> String {
        self.0.render::<svg::Color<'_>>().build()
    }

    /// The code in characters, two modules high.
    pub(super) fn text(&self) -> String {
        self.0.render::<unicode::Dense1x2>().build()
    }

    /// The code in shades of grey, one byte for each pixel, and how wide and high it is.
    fn pixels(&self) -> (usize, Vec<u8>) {
        let (width, colours) = (self.0.width(), self.0.to_colors());
        let side = (width + 2 * QUIET) * SCALE;
        let mut pixels = vec![u8::MAX; side * side];
        for (index, pixel) in pixels.iter_mut().enumerate() {
            let module = |position: usize| (position / SCALE).checked_sub(QUIET);
            let at = module(index % side).zip(module(index / side));
            let dark = at
                .filter(|(x, y)| *x < width && *y < width)
                .and_then(|(x, y)| colours.get(y * width + x))
                .is_some_and(|colour| *colour == Color::Dark);
            if dark {
                *pixel = 0;
            }
        }
        (side, pixels)
    }

    pub(super) fn png(&self) -> anyhow::Result<Vec<u8>> {
        let (side, pixels) = self.pixels();
        let side = u32::try_from(side)?;
        let mut written = Vec::new();
        let mut encoder = png::Encoder::new(&mut written, side, side);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(&pixels)?;
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://ocop.example/01/08938505974194/10/L0626";

    /// What another library reads in a picture.
    fn read(side: usize, pixels: &[u8]) -> String {
        let mut reader = quircs::Quirc::default();
        let found: Vec<_> = reader.identify(side, side, pixels).collect();
        let [Ok(code)] = found.as_slice() else {
            panic!("{} codes, or one that is none", found.len());
        };
        let read = code.decode().expect("a code");
        String::from_utf8(read.payload).expect("text")
    }

    #[test]
    fn another_library_reads_the_png() {
        let drawing = Drawing::of(ADDRESS).expect("a code");
        let png = drawing.png().expect("a PNG");
        let mut reader = png::Decoder::new(std::io::Cursor::new(png))
            .read_info()
            .expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("it has a size")];
        let info = reader.next_frame(&mut pixels).expect("a picture");
        let side = usize::try_from(info.width).expect("it is small");
        assert_eq!(read(side, &pixels), ADDRESS);
    }

    #[test]
    fn another_library_reads_the_svg() {
        let svg = Drawing::of(ADDRESS).expect("a code").svg();
        let within = |text: &str, from: &str, to: &str| -> String {
            let rest = text.split_once(from).expect(from).1;
            rest.split_once(to).expect(to).0.to_owned()
        };
        let side: usize = within(&svg, "viewBox=\"0 0 ", " ").parse().expect("a side");
        let mut pixels = vec![u8::MAX; side * side];
        // Every dark module is a rectangle: M<left> <top>h<width>v<height>…
        for module in within(&svg, " d=\"", "\"").split('M').skip(1) {
            let mut numbers = module.split(|letter: char| !letter.is_ascii_digit());
            let mut next = || -> usize {
                let number = numbers.next().expect("a number");
                number.parse().expect("a number")
            };
            let (left, top, width, height) = (next(), next(), next(), next());
            for y in top..top + height {
                for x in left..left + width {
                    pixels[y * side + x] = 0;
                }
            }
        }
        assert_eq!(read(side, &pixels), ADDRESS);
    }

    #[test]
    fn what_is_too_long_for_a_code_is_said_to_be() {
        assert!(Drawing::of(&"x".repeat(3_000)).is_err());
        assert!(!Drawing::of(ADDRESS).expect("a code").text().is_empty());
    }
}
