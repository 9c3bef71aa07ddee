//! Why a paper or a table could not be made.

/// A fault of a writer. Nothing is left half-written by one: the caller holds the target and drops it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A row of a grid says more columns than the grid has, or none.
    #[error("row {row} of the grid fills {filled} of {columns} columns")]
    Spans { row: usize, filled: usize, columns: usize },
    /// A row of a list or table has another number of cells than there are headings.
    #[error("row {row} has {cells} cells under {columns} headings")]
    Cells { row: usize, cells: usize, columns: usize },
    /// A date that no calendar has.
    #[error("{0} is no date")]
    Date(String),
    /// The font of our own cannot be read.
    #[error("the font of the forms cannot be read")]
    Font,
    /// The PDF broke a rule of its standard.
    #[error("the paper would be no PDF/A: {0}")]
    Archive(String),
    #[error("the workbook cannot hold this: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// More rows than a worksheet has.
    #[error("a worksheet ends at {0} rows")]
    Rows(u32),
    #[error(transparent)]
    Zip(#[from] zip::result::ZipError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
