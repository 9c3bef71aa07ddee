//! A civil date and time as it is printed: given by the caller, never read from a clock.

use super::Fault;
use std::fmt;

/// Chinese standard time, to the second. Years 1900 to 9999, which a worksheet can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

impl Stamp {
    /// A day at its beginning.
    ///
    /// # Errors
    /// A day that no calendar has.
    pub fn day(year: u16, month: u8, day: u8) -> Result<Self, Fault> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => 0,
        };
        if (1900..=9999).contains(&year) && (1..=last).contains(&day) {
            Ok(Self { year, month, day, hour: 0, minute: 0, second: 0 })
        } else {
            Err(Fault::Date(format!("{year}-{month}-{day}")))
        }
    }

    /// The same day at this time.
    ///
    /// # Errors
    /// A time that no day has.
    pub fn at(self, hour: u8, minute: u8, second: u8) -> Result<Self, Fault> {
        if hour < 24 && minute < 60 && second < 60 {
            Ok(Self { hour, minute, second, ..self })
        } else {
            Err(Fault::Date(format!("{hour}:{minute}:{second}")))
        }
    }

    /// `2026-09-30`
    pub fn date(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// `2026-09-30 14:05:00`
impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:02}:{:02}:{:02}", self.date(), self.hour, self.minute, self.second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_a_calendar() {
        assert!(Stamp::day(2028, 2, 29).is_ok() && Stamp::day(2000, 2, 29).is_ok());
        for (y, m, d) in
            [(2026, 2, 29), (1900, 2, 29), (2026, 0, 1), (2026, 4, 31), (2026, 1, 0), (1899, 1, 1)]
        {
            assert!(Stamp::day(y, m, d).is_err(), "{y}-{m}-{d}");
        }
        assert!(Stamp::day(2026, 1, 1).unwrap().at(24, 0, 0).is_err());
        let at = Stamp::day(2026, 9, 30).unwrap().at(14, 5, 0).unwrap();
        assert_eq!(at.to_string(), "2026-09-30 14:05:00");
    }
}
