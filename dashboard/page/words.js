// Values → words: money, counts, shares, durations, dates.

const DAY = 86400000;
const locale = "en";

function dateOf(day) {
  return new Date(day * DAY);
}

const isoDate = (day) => dateOf(day).toISOString().slice(0, 10);
const dayOf = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY);

const dateWords = new Intl.DateTimeFormat(locale, {
  day: "numeric", month: "short", year: "numeric", timeZone: "UTC",
});
const monthWords = new Intl.DateTimeFormat(locale, {
  month: "short", year: "numeric", timeZone: "UTC",
});
const shortDateWords = new Intl.DateTimeFormat(locale, {
  day: "numeric", month: "short", timeZone: "UTC",
});

function numbers(options) {
  const words = new Intl.NumberFormat(locale, options);
  return (value) => words.format(value);
}

function moneyOptions(currency, more) {
  const money = { style: "currency", currency, currencyDisplay: "narrowSymbol", ...more };
  try {
    numbers(money);
    return money;
  } catch {
    return more; // no code of three letters: the footer says what it is
  }
}

function seconds(value) {
  const whole = Math.round(value);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

// `wide` is for tables and headlines, `axis` for the little room beside a chart.
function makeFormats(currency) {
  const count = numbers({ maximumFractionDigits: 0 });
  const cents = numbers(moneyOptions(currency, {}));
  const whole = numbers(moneyOptions(currency, { maximumFractionDigits: 0 }));
  const millions = numbers(moneyOptions(currency, {
    notation: "compact", minimumFractionDigits: 2, maximumFractionDigits: 2,
  }));
  const inSteps = (value) => {
    if (Math.abs(value) < 1000) return cents(value);
    return (Math.abs(value) < 1e6 ? whole : millions)(value);
  };
  return {
    money: {
      wide: cents,
      large: inSteps,
      axis: numbers(moneyOptions(currency, {
        notation: "compact", maximumSignificantDigits: 3,
      })),
    },
    count: { wide: count, axis: numbers({ notation: "compact" }), bar: count },
    percent: {
      wide: numbers({ style: "percent", maximumFractionDigits: 1, minimumFractionDigits: 1 }),
      axis: numbers({ style: "percent", maximumFractionDigits: 1 }),
    },
    number: {
      wide: numbers({ maximumFractionDigits: 2 }),
      axis: numbers({ notation: "compact", maximumFractionDigits: 1 }),
    },
    seconds: { wide: seconds, axis: seconds },
    date: { wide: (day) => dateWords.format(dateOf(day)), axis: isoDate },
    moment: { wide: String, axis: String },
    text: { wide: String, axis: String },
  };
}

const WEEKDAYS = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

// What a member of a column is called in a table's head or on an axis.
function memberWords(column, value) {
  if (value === null) return "none";
  if (column === "weekday") return WEEKDAYS[value];
  if (column === "hour") return `${String(value).padStart(2, "0")}:00`;
  if (column === "local_date") return dateWords.format(dateOf(value));
  if (column === "cohort_month") return monthWords.format(dateOf(value));
  if (column === "period") return typeof value === "number" ? `+${value} mo` : value;
  return String(value);
}
