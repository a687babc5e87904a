#include "ui/text/described_words.h"

#include <vector>

#include <QCoreApplication>
#include <QRegularExpression>

#include "ui/text/document_forms.h"
#include "ui/text/form_holes.h"

namespace hs::ui {

namespace {

constexpr int MostBrackets = 8; // of each kind: enough for a path, and few enough for what is hostile

struct Place {
    const char *form;
    QRegularExpression pattern;
};

std::vector<Place> compilePlaces()
{
    static const QRegularExpression hole(QStringLiteral("%[1-9]"));
    std::vector<Place> places;
    for (const char *form : placeForms()) {
        const QStringList pieces = QString::fromUtf8(form).split(hole);
        QString pattern = QStringLiteral("^");
        for (qsizetype i = 0; i < pieces.size(); ++i) {
            if (i > 0) { // pages, lines and bytes are numbers; parts have names
                const QString before = pieces[i - 1].trimmed().section(QLatin1Char(' '), -1);
                const bool number = before == QLatin1String("page") || before == QLatin1String("line") || before == QLatin1String("byte");
                pattern += number ? QStringLiteral("([0-9]+)") : QStringLiteral("(.+)");
            }
            pattern += QRegularExpression::escape(pieces[i]);
        }
        places.push_back({form, QRegularExpression(pattern + QLatin1Char('$'))});
    }
    return places;
}

/// "prices.pdf, page 3": the name of a file stays, what the engine says behind it does not.
QString placeInWords(const QString &english)
{
    static const std::vector<Place> places = compilePlaces();
    static const QString comma = QStringLiteral(", ");
    qsizetype from = 0;
    for (int tries = 0; tries < MostBrackets; ++tries) {
        for (const Place &place : places) {
            const QRegularExpressionMatch match = place.pattern.match(english.mid(from));
            if (!match.hasMatch())
                continue;
            return english.left(from)
                + filled(QCoreApplication::translate("hs::ui::EngineWords", place.form), match.lastCapturedIndex(), [&match](int hole) { return match.captured(hole); });
        }
        const qsizetype at = english.indexOf(comma, from);
        if (at < 0)
            break;
        from = at + comma.size();
    }
    return english;
}

/// Places of `mark`, the first ones.
std::vector<qsizetype> placesOf(const QString &text, const QString &mark)
{
    std::vector<qsizetype> places;
    for (qsizetype at = text.indexOf(mark); at >= 0 && int(places.size()) < MostBrackets; at = text.indexOf(mark, at + 1))
        places.push_back(at);
    return places;
}

} // namespace

std::optional<QString> describedInWords(const QString &english, bool surely, const SentenceReader &reader)
{
    static const QString open = QStringLiteral(" ("), close = QStringLiteral("): "), colon = QStringLiteral(": ");
    struct End {
        qsizetype at = 0;
        bool known = false;
    };
    std::vector<End> ends;
    for (const qsizetype at : placesOf(english, close))
        ends.push_back({at, reader.knows(english.mid(at + close.size()))});
    if (!surely && english.endsWith(QLatin1Char(')')))
        ends.push_back({english.size() - 1, false});
    qsizetype from = -1, to = -1;
    int best = 0;
    for (const qsizetype at : ends.empty() ? std::vector<qsizetype>() : placesOf(english, open)) {
        if (at == 0)
            continue;
        const int what = reader.knows(english.left(at)) ? 2 : 0;
        for (const End &end : ends) {
            const int worth = what + (end.known ? 1 : 0);
            if (end.at > at + open.size() && worth > best) {
                best = worth;
                from = at;
                to = end.at;
            }
        }
    }
    if (best == 3 || (best > 0 && !surely)) {
        QString said = reader.inWords(english.left(from)) + open + placeInWords(english.mid(from + open.size(), to - from - open.size()))
                       + QLatin1Char(')');
        if (to + close.size() <= english.size())
            said += colon + reader.inWords(english.mid(to + close.size()));
        return said;
    }
    if (surely)
        return std::nullopt;
    for (const qsizetype at : placesOf(english, colon)) {
        if (at > 0 && reader.knows(english.left(at)) && reader.knows(english.mid(at + colon.size())))
            return reader.inWords(english.left(at)) + colon + reader.inWords(english.mid(at + colon.size()));
    }
    return std::nullopt;
}

} // namespace hs::ui
