//! Days between two dates of the calendar.

/// How many days lie between two dates, `YYYY-MM-DD`; negative where the second comes first. None where one
/// is no date.
pub(super) fn days_between(from: &str, to: &str) -> Option<i64> {
    Some(day_number(to)? - day_number(from)?)
}

/// The number of a day, counted from 1 March of the year 0: so the leap day is the last of its year.
fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.split('-');
    let mut part = |width: usize| {
        let text = parts.next().filter(|text| text.len() == width)?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<i64>().ok()).flatten()
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    if parts.next().is_some() || day < 1 || day > days_in(year, month)? {
        return None;
    }
    let shifted = (month + 9) % 12;
    let year = year - i64::from(month < 3);
    Some(
        365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (153 * shifted + 2) / 5
            + day,
    )
}

fn days_in(year: i64, month: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        assert_eq!(days_between("2026-11-24", "2027-01-31"), Some(68));
        assert_eq!(days_between("2024-02-28", "2024-03-01"), Some(2));
        assert_eq!(days_between("2023-02-28", "2023-03-01"), Some(1));
        assert_eq!(days_between("2000-01-01", "2001-01-01"), Some(366));
        assert_eq!(days_between("1900-01-01", "1901-01-01"), Some(365));
        assert_eq!(days_between("2027-02-01", "2027-01-31"), Some(-1));
        assert_eq!(days_between("2027-01-31", "2027-01-31"), Some(0));
    }

    #[test]
    fn what_is_no_date_has_no_days() {
        for wrong in [
            "",
            "2026",
            "2026-13-01",
            "2026-02-29",
            "2026-1-1",
            "+026-01-01",
            "2026-01-01-01",
            "today",
        ] {
            assert_eq!(days_between(wrong, "2027-01-31"), None, "{wrong}");
        }
    }
}
