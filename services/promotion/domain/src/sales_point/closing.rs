//! When a point was given up, and what was said of that by mistake.

use chrono::NaiveDate;

use super::{Change, Refusal, SalesPoint};

impl SalesPoint {
    /// Gives it up.
    ///
    /// # Errors
    /// It was given up already, or was there later.
    pub fn close(&mut self, on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        self.require_there()?;
        self.require_not_there_after(on, today)?;
        self.closed_on = Some(on);
        self.emit(Change::Closed);
        Ok(())
    }

    /// Says anew when it was given up, or that it was not.
    ///
    /// # Errors
    /// It was not given up, or was there later.
    pub fn correct_closing(
        &mut self,
        on: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        if self.closed_on.is_none() {
            return Err(Refusal::NotClosed);
        }
        if let Some(on) = on {
            self.require_not_there_after(on, today)?;
        }
        if self.closed_on != on {
            self.closed_on = on;
            self.emit(match on {
                Some(_) => Change::Closed,
                None => Change::Updated,
            });
        }
        Ok(())
    }

    /// Checks that it was not registered, and that nothing came to be shown, after a day.
    fn require_not_there_after(&self, on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        let shown = self.present.iter().map(|known| known.from);
        let shown = shown.filter(|from| *from <= today).max();
        match self.registered_on.max(shown).filter(|last| on < *last) {
            Some(last) => Err(Refusal::ThereLater(last)),
            None => Ok(()),
        }
    }
}
