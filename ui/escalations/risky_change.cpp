#include "ui/escalations/risky_change.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QLocale>
#include <QRegularExpression>

namespace hs::ui {

namespace {

using Option = QRegularExpression::PatternOption;

QRegularExpression pattern(const QString &text)
{
    QRegularExpression expression(text, Option::CaseInsensitiveOption | Option::UseUnicodePropertiesOption);
    expression.optimize();
    return expression;
}

/// "1,250.00", "1.250,00", "1 250", "1'250" → "1250.00". The last mark that is
/// followed by one or two digits is the decimal one, any other groups.
QString plainNumber(const QString &text)
{
    QString digits;
    qsizetype decimals = -1;
    for (const QChar c : text) {
        if (c.isDigit()) {
            digits += QString::number(c.digitValue());
        } else if (c == QLatin1Char('.') || c == QLatin1Char(',')) {
            decimals = digits.size();
        }
    }
    const qsizetype behind = decimals < 0 ? 0 : digits.size() - decimals;
    QString whole = behind == 1 || behind == 2 ? digits.left(decimals) : digits;
    QString part = behind == 1 || behind == 2 ? digits.mid(decimals) : QString();
    while (whole.size() > 1 && whole.startsWith(QLatin1Char('0')))
        whole.remove(0, 1);
    while (part.size() < 2)
        part += QLatin1Char('0');
    return whole + QLatin1Char('.') + part;
}

QString currencyName(const QString &sign)
{
    static const std::array<std::pair<const char *, const char *>, 19> names{{
        {"$", "USD"}, {"us$", "USD"}, {"usd", "USD"}, {"dollar", "USD"}, {"dollars", "USD"},
        {"\u20ac", "EUR"}, {"eur", "EUR"}, {"euro", "EUR"}, {"euros", "EUR"},
        {"\u00a3", "GBP"}, {"gbp", "GBP"}, {"pound", "GBP"}, {"pounds", "GBP"}, {"pfund", "GBP"},
        {"chf", "CHF"}, {"fr.", "CHF"}, {"franken", "CHF"}, {"\u00a5", "JPY"}, {"jpy", "JPY"},
    }};
    const QString key = sign.toLower();
    for (const auto &[name, code] : names) {
        if (key == QString::fromUtf8(name))
            return QString::fromLatin1(code);
    }
    return sign.toUpper();
}

const QLocale &localeAt(int i)
{
    static const std::array<QLocale, 4> locales{QLocale(QLocale::English), QLocale(QLocale::German),
                                                QLocale(QLocale::French), QLocale(QLocale::Spanish)};
    return locales[size_t(i)];
}

/// Name (lower case, without a final dot) → number, for months or days of the week.
template <typename Name>
QHash<QString, int> namesOf(int count, Name name)
{
    QHash<QString, int> all;
    for (int language = 0; language < 4; ++language) {
        for (int number = 1; number <= count; ++number) {
            for (const auto format : {QLocale::LongFormat, QLocale::ShortFormat}) {
                QString text = name(localeAt(language), number, format).toLower();
                while (text.endsWith(QLatin1Char('.')))
                    text.chop(1);
                if (text.size() > 2) // "so", "lu" are words of their own
                    all.insert(text, number);
            }
        }
    }
    return all;
}

const QHash<QString, int> &months()
{
    static const QHash<QString, int> all = namesOf(12, [](const QLocale &locale, int n, QLocale::FormatType format) {
        return locale.monthName(n, format);
    });
    return all;
}

const QHash<QString, int> &days()
{
    static const QHash<QString, int> all = [] {
        auto names = namesOf(7, [](const QLocale &locale, int n, QLocale::FormatType format) {
            return locale.dayName(n, format);
        });
        for (const char *word : {"sun", "mar", "sam", "fri", "sat"}) // words and months more often than days
            names.remove(QString::fromLatin1(word));
        return names;
    }();
    return all;
}

QString alternatives(const QHash<QString, int> &names)
{
    QStringList keys = names.keys();
    std::sort(keys.begin(), keys.end(), [](const QString &a, const QString &b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b; // the longest first, or "mar" eats "march"
    });
    for (QString &key : keys)
        key = QRegularExpression::escape(key);
    return keys.join(QLatin1Char('|'));
}

QString isoDate(int year, int month, int day)
{
    const QString yearText = year > 0 ? QString::asprintf("%04d", year < 100 ? 2000 + year : year) : QStringLiteral("-");
    return yearText + QString::asprintf("-%02d-%02d", month, day);
}

} // namespace

QStringList amountsIn(const QString &text)
{
    static const QString number = QStringLiteral(R"((\d[\d.,'\x{2019}\x{00a0}\x{202f}]*\d|\d(?:[ ]?\d{3})*))");
    static const QString sign =
        QStringLiteral(R"((us\$|\$|\x{20ac}|\x{00a3}|\x{00a5}|usd|eur|gbp|chf|jpy|fr\.))");
    static const QString word = QStringLiteral(
        R"((\$|\x{20ac}|\x{00a3}|\x{00a5}|%|percent|per cent|prozent|usd|eur|gbp|chf|jpy|dollars?|euros?|pounds?|pfund|franken)(?!\w))");
    static const QRegularExpression before = pattern(QStringLiteral("(?<!\\w)") + sign + QStringLiteral("\\s?") + number);
    static const QRegularExpression after = pattern(number + QStringLiteral("\\s?") + word);

    QStringList found;
    std::vector<std::pair<qsizetype, qsizetype>> taken;
    for (auto it = before.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        found << currencyName(match.captured(1)) + QLatin1Char(' ') + plainNumber(match.captured(2));
        taken.emplace_back(match.capturedStart(), match.capturedEnd());
    }
    for (auto it = after.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const bool known = std::any_of(taken.begin(), taken.end(), [&](const auto &range) {
            return match.capturedStart() < range.second && match.capturedEnd() > range.first;
        });
        if (known)
            continue;
        const QString unit = match.captured(2).toLower();
        const bool percent = unit.startsWith(QLatin1Char('%')) || unit.startsWith(QLatin1String("per"))
            || unit.startsWith(QLatin1String("proz"));
        found << (percent ? QStringLiteral("%") : currencyName(unit)) + QLatin1Char(' ') + plainNumber(match.captured(1));
    }
    found.sort();
    return found;
}

QStringList datesIn(const QString &text)
{
    static const QString month = QStringLiteral("(") + alternatives(months()) + QStringLiteral(")\\.?");
    static const QString year = QStringLiteral(R"((?:,?\s+(\d{4})(?!\d))?)");
    static const QRegularExpression iso = pattern(QStringLiteral(R"((?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d))"));
    static const QRegularExpression numeric =
        pattern(QStringLiteral(R"((?<![\d.,/])(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}|\d{2})?)(?!\d))"));
    static const QRegularExpression dayMonth =
        pattern(QStringLiteral(R"((?<![\d\w])(\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?)") + month
                + QStringLiteral("(?!\\w)") + year);
    static const QRegularExpression monthDay =
        pattern(QStringLiteral("(?<!\\w)") + month + QStringLiteral(R"(\s+(\d{1,2})(?:st|nd|rd|th)?(?![\d:]))") + year);
    static const QRegularExpression weekday =
        pattern(QStringLiteral("(?<!\\w)(") + alternatives(days()) + QStringLiteral(")(?!\\w)"));
    static const QRegularExpression clock = pattern(QStringLiteral(R"((?<![\d:])(\d{1,2})[:.](\d{2})\s?(am|pm|uhr|h)?(?![\d.,:]\d|\d))"));
    static const QRegularExpression hour = pattern(QStringLiteral(R"((?<![\d:.,])(\d{1,2})\s?(am|pm|uhr|o'clock)(?!\w))"));
    static const QRegularExpression relative = pattern(
        QStringLiteral(R"((?<!\w)(today|tomorrow|heute|morgen|aujourd'hui|demain|hoy|mañana)(?!\w))"));

    QString rest = text; // what one pattern took, the next one must not take again
    QStringList found;
    const auto take = [&](const QRegularExpression &expression, auto form) {
        std::vector<std::pair<qsizetype, qsizetype>> ranges;
        for (auto it = expression.globalMatch(rest); it.hasNext();) {
            const auto match = it.next();
            const QString date = form(match);
            if (date.isEmpty())
                continue;
            found << date;
            ranges.emplace_back(match.capturedStart(), match.capturedLength());
        }
        for (const auto &[begin, length] : ranges)
            rest.replace(begin, length, QString(length, QLatin1Char('\n')));
    };
    take(iso, [](const auto &m) { return isoDate(m.captured(1).toInt(), m.captured(2).toInt(), m.captured(3).toInt()); });
    take(dayMonth, [](const auto &m) {
        return isoDate(m.captured(3).toInt(), months().value(m.captured(2).toLower()), m.captured(1).toInt());
    });
    take(monthDay, [](const auto &m) {
        return isoDate(m.captured(3).toInt(), months().value(m.captured(1).toLower()), m.captured(2).toInt());
    });
    // Which of 03/04 is the month nobody can tell: the form is kept, so that any change shows.
    take(numeric, [](const auto &m) {
        const QString sign = m.captured(2);
        const bool dotted = sign == QLatin1String(".");
        if (dotted && !m.captured(0).endsWith(QLatin1Char('.')) && m.captured(4).isEmpty())
            return QString(); // 12.30 is a time or a price
        return dotted ? isoDate(m.captured(4).toInt(), m.captured(3).toInt(), m.captured(1).toInt())
                      : m.captured(1) + QLatin1Char('/') + m.captured(3) + QLatin1Char('/') + m.captured(4);
    });
    const auto timeOf = [](int h, int minute, const QString &half) {
        if (half.compare(QLatin1String("pm"), Qt::CaseInsensitive) == 0 && h < 12)
            h += 12;
        if (half.compare(QLatin1String("am"), Qt::CaseInsensitive) == 0 && h == 12)
            h = 0;
        return h < 25 && minute < 60 ? QString::asprintf("%02d:%02d", h, minute) : QString();
    };
    take(clock, [&](const auto &m) {
        if (m.captured(0).contains(QLatin1Char('.')) && m.captured(3).isEmpty())
            return QString();
        return timeOf(m.captured(1).toInt(), m.captured(2).toInt(), m.captured(3));
    });
    take(hour, [&](const auto &m) { return timeOf(m.captured(1).toInt(), 0, m.captured(2)); });
    take(weekday, [](const auto &m) { return QStringLiteral("day %1").arg(days().value(m.captured(1).toLower())); });
    take(relative, [](const auto &m) { return m.captured(1).toLower(); });
    found.sort();
    return found;
}

QStringList recipientsIn(const QString &text)
{
    static const QRegularExpression mail = pattern(QStringLiteral(R"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)"));
    static const QRegularExpression phone = pattern(QStringLiteral(R"((?<![\w.,])\+\d[\d ()/-]{6,}\d)"));
    QStringList found;
    for (auto it = mail.globalMatch(text); it.hasNext();)
        found << it.next().captured(0).toLower();
    for (auto it = phone.globalMatch(text); it.hasNext();) {
        QString digits;
        for (const QChar c : it.next().captured(0)) {
            if (c.isDigit())
                digits += c;
        }
        found << QLatin1Char('+') + digits;
    }
    found.sort();
    found.removeDuplicates();
    return found;
}

namespace {

/// The words of the name that is greeted, in lower case, without titles; none: nobody is greeted.
QStringList nameGreetedIn(const QString &text)
{
    static const QRegularExpression greeting = pattern(QStringLiteral(
        R"(\A\s*(?:dear|hello|hi|good (?:morning|afternoon|evening)|liebe[r]?|sehr geehrte[r]?|hallo|guten tag|cher|ch\x{00e8}re|bonjour|estimad[oa]|querid[oa]|hola)\s+([^\n,!:.]{1,80}))"));
    static const QStringList titles{QStringLiteral("mr"), QStringLiteral("mrs"), QStringLiteral("ms"), QStringLiteral("miss"),
                                    QStringLiteral("dr"), QStringLiteral("prof"), QStringLiteral("herr"), QStringLiteral("frau"),
                                    QStringLiteral("madame"), QStringLiteral("monsieur"), QStringLiteral("se\u00f1or"),
                                    QStringLiteral("se\u00f1ora")};
    QStringList words = greeting.match(text).captured(1).simplified().toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    words.removeIf([](const QString &word) { return titles.contains(word); });
    return words;
}

/// Whether the two greet different people. "Helen" is "Mrs Helen Ashworth", since one name holds the other;
/// "Helen Ashworth" and "Priya Ashworth" are two.
bool greetsAnother(const QString &before, const QString &after)
{
    const QStringList old = nameGreetedIn(before), now = nameGreetedIn(after);
    const auto within = [](const QStringList &some, const QStringList &all) {
        return std::all_of(some.begin(), some.end(), [&](const QString &word) { return all.contains(word); });
    };
    return !within(old, now) && !within(now, old); // nobody is within everybody
}

} // namespace

RiskyChange riskyChange(const QString &before, const QString &after)
{
    if (before == after)
        return {};
    return {amountsIn(before) != amountsIn(after), datesIn(before) != datesIn(after),
            recipientsIn(before) != recipientsIn(after) || greetsAnother(before, after)};
}

} // namespace hs::ui
