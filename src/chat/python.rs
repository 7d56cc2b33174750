//! What templates find in the transformers library: Python's methods, its way to print and to write JSON, and three
//! functions.

use std::io;

use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State};
use serde::{Deserialize, Serialize};
use serde_json::ser::{Formatter, PrettyFormatter};

/// A moment by the visitor's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Second.
    pub second: u8,
}

pub(super) fn install(environment: &mut Environment<'static>, now: Option<Date>) {
    environment.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
    environment.set_formatter(print);
    environment.add_filter("tojson", to_json);
    environment.add_function("raise_exception", |message: String| -> Result<Value, Error> {
        Err(Error::new(ErrorKind::InvalidOperation, message))
    });
    environment.add_function("strftime_now", move |format: String| match now {
        Some(now) => Ok(strftime(&format, now)),
        None => Err(Error::new(ErrorKind::InvalidOperation, "the template asks for the date, and none was given")),
    });
}

/// Prints `True`, `False` and `None` as Python does.
fn print(out: &mut Output<'_>, _state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = match value.kind() {
        ValueKind::None => "None".to_owned(),
        ValueKind::Bool => if value.is_true() { "True" } else { "False" }.to_owned(),
        _ => value.to_string(),
    };
    out.write_str(&text).map_err(Error::from)
}

/// `json.dumps(value, ensure_ascii=False)`: a space behind commas and colons, keys as they came, no escaping of HTML.
fn to_json(value: Value, options: Kwargs) -> Result<String, Error> {
    let indent: Option<usize> = options.get("indent")?;
    let mut bytes = Vec::new();
    let written = match indent {
        None => value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, Spaced)),
        Some(width) => {
            let indent = " ".repeat(width.min(16));
            let formatter = PrettyFormatter::with_indent(indent.as_bytes());
            value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, formatter))
        }
    };
    let invalid = |error: String| Error::new(ErrorKind::BadSerialization, error);
    written.map_err(|error| invalid(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| invalid(error.to_string()))
}

/// JSON on one line with Python's spaces.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// The usual directives of `strftime` in English; others stay as they are.
fn strftime(format: &str, now: Date) -> String {
    let month = MONTHS.get(usize::from(now.month).wrapping_sub(1)).copied().unwrap_or("");
    let day = DAYS[weekday(now)];
    let mut text = String::new();
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            text.push(character);
            continue;
        }
        let Some(mut directive) = characters.next() else { break };
        let unpadded = directive == '-';
        if unpadded {
            directive = characters.next().unwrap_or('%');
        }
        let two = |number: u8| if unpadded { number.to_string() } else { format!("{number:02}") };
        let hour = if now.hour.is_multiple_of(12) { 12 } else { now.hour % 12 };
        text.push_str(&match directive {
            'Y' => now.year.to_string(),
            'y' => format!("{:02}", now.year.rem_euclid(100)),
            'm' => two(now.month),
            'd' => two(now.day),
            'H' => two(now.hour),
            'I' => two(hour),
            'M' => two(now.minute),
            'S' => two(now.second),
            'p' => if now.hour < 12 { "AM" } else { "PM" }.to_owned(),
            'B' => month.to_owned(),
            'b' => month.chars().take(3).collect(),
            'A' => day.to_owned(),
            'a' => day.chars().take(3).collect(),
            '%' => "%".to_owned(),
            other => format!("%{other}"),
        });
    }
    text
}

/// 0 for Sunday (Sakamoto's congruence).
fn weekday(now: Date) -> usize {
    const SHIFTS: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = now.year - i32::from(now.month < 3);
    let shift = SHIFTS.get(usize::from(now.month).wrapping_sub(1)).copied().unwrap_or(0);
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    (year + leap_days + shift + i32::from(now.day)).rem_euclid(7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_python_writes_them() {
        let now = Date { year: 2026, month: 3, day: 1, hour: 0, minute: 5, second: 9 };
        assert_eq!(
            strftime("%d %B %Y, %A %b %a %H:%M:%S %I %p %y %-d %% %Q", now),
            "01 March 2026, Sunday Mar Sun 00:05:09 12 AM 26 1 % %Q"
        );
        assert_eq!(strftime("%A", Date { month: 2, day: 29, year: 2024, ..now }), "Thursday");
    }
}
