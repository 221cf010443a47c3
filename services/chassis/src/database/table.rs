//! What sea-orm asks of a table besides its columns.

/// Says of the table whose `Model` stands above that sea-orm knows no relations of it, since queries join by hand, and
/// that nothing happens before or after a row is written.
#[macro_export]
#[doc(hidden)]
macro_rules! __plain_table {
    () => {
        /// None: queries join by hand.
        #[derive(
            Clone,
            Copy,
            Debug,
            ::sea_orm::entity::prelude::EnumIter,
            ::sea_orm::entity::prelude::DeriveRelation,
        )]
        pub enum Relation {}

        impl ::sea_orm::entity::prelude::ActiveModelBehavior for ActiveModel {}
    };
}

pub use crate::__plain_table as plain_table;
