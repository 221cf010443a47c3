//! The one table between an enumeration of a domain and the one of the contract.

/// Writes the functions between an enumeration of the domain and the one of the contract from one table of
/// pairs. Variants of the same name are written once, others as `OfDomain = OfContract`. A variant that is
/// in neither table nor enumeration does not compile.
///
/// The function back gives an `Option`, `None` for `Unspecified`; without the `Option` in its signature the
/// table must have a pair for `Unspecified`. It may be left out.
///
/// ```
/// # mod proto { #[derive(Clone, Copy, Debug, PartialEq)] pub enum Sex { Unspecified, Female, Male }
/// # #[derive(Clone, Copy, Debug, PartialEq)] pub enum Kind { Unspecified, Farm, Household } }
/// # #[derive(Debug, PartialEq)] enum Sex { Unknown, Female, Male }
/// # #[derive(Debug, PartialEq)] enum Kind { Farm, Family }
/// ocop_chassis::grpc::enum_pairs! {
///     fn kind_to_proto(Kind) -> proto::Kind;
///     fn kind_from_proto(proto::Kind) -> Option<Kind>;
///     Farm, Family = Household
/// }
/// ocop_chassis::grpc::enum_pairs! {
///     fn sex_to_proto(Sex) -> proto::Sex;
///     fn sex_from_proto(proto::Sex) -> Sex;
///     Unknown = Unspecified, Female, Male
/// }
/// assert_eq!(kind_to_proto(Kind::Family), proto::Kind::Household);
/// assert_eq!(kind_from_proto(proto::Kind::Unspecified), None);
/// assert_eq!(sex_from_proto(proto::Sex::Unspecified), Sex::Unknown);
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __enum_pairs {
    (
        $view:vis fn $to:ident($domain:path) -> $contract:path;
        $view_back:vis fn $from:ident($_contract:path) -> Option<$_domain:path>;
        $($pairs:tt)+
    ) => {
        $crate::__enum_pairs!($view fn $to($domain) -> $contract; $($pairs)+);
        $crate::__enum_pairs!(@from $view_back $from $domain, $contract; $($pairs)+);
    };
    (
        $view:vis fn $to:ident($domain:path) -> $contract:path;
        $view_back:vis fn $from:ident($_contract:path) -> $_domain:path;
        $($variant:ident $(= $other:ident)?),+ $(,)?
    ) => {
        $crate::__enum_pairs!($view fn $to($domain) -> $contract; $($variant $(= $other)?),+);
        $view_back fn $from(value: $contract) -> $domain {
            type Domain = $domain;
            type Contract = $contract;
            match value {
                $($crate::__enum_pairs!(@other Contract $variant $($other)?) => Domain::$variant,)+
            }
        }
    };
    (
        $view:vis fn $to:ident($domain:path) -> $contract:path;
        $($variant:ident $(= $other:ident)?),+ $(,)?
    ) => {
        $view fn $to(value: $domain) -> $contract {
            type Domain = $domain;
            type Contract = $contract;
            match value {
                $(Domain::$variant => $crate::__enum_pairs!(@other Contract $variant $($other)?),)+
            }
        }
    };
    (
        @from $view:vis $from:ident $domain:path, $contract:path;
        $($variant:ident $(= $other:ident)?),+ $(,)?
    ) => {
        $view fn $from(value: $contract) -> Option<$domain> {
            type Domain = $domain;
            type Contract = $contract;
            Some(match value {
                Contract::Unspecified => return None,
                $($crate::__enum_pairs!(@other Contract $variant $($other)?) => Domain::$variant,)+
            })
        }
    };
    (@other $contract:ident $variant:ident) => { $contract::$variant };
    (@other $contract:ident $variant:ident $other:ident) => { $contract::$other };
}

pub use crate::__enum_pairs as enum_pairs;
