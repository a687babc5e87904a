#include "ui/knowledge/source_models.h"

#include <algorithm>

#include <QDir>
#include <QLocale>

#include "ui/knowledge/knowledge_words.h"
#include "ui/lists/fact_row_delegate.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"

namespace hs::ui {

namespace {

constexpr int NotesOfOneRow = 2; ///< more of them do not fit

int urgency(const api::KnowledgeSource &source)
{
    if (source.state == QLatin1String("failing"))
        return 0;
    if (source.state == QLatin1String("gone"))
        return 1;
    if (source.failed > 0)
        return 2;
    if (source.state == QLatin1String("reading"))
        return 3;
    return source.kind == api::KnowledgeKind::Hub ? 5 : 4;
}

} // namespace

SourceModel::SourceModel(const Ticker &ticker, QObject *parent) : KeyedListModel(parent), m_ticker(ticker) {}

void SourceModel::setSources(std::vector<api::KnowledgeSource> sources, const QString &entity)
{
    if (!entity.isEmpty())
        std::erase_if(sources, [&](const api::KnowledgeSource &source) { return !source.entity.isEmpty() && source.entity != entity; });
    std::stable_sort(sources.begin(), sources.end(), [](const auto &a, const auto &b) {
        if (urgency(a) != urgency(b))
            return urgency(a) < urgency(b);
        return QString::localeAwareCompare(sourceTitle(a), sourceTitle(b)) < 0;
    });
    replaceAll(std::move(sources));
}

bool SourceModel::same(const api::KnowledgeSource &a, const api::KnowledgeSource &b) const
{
    return a.kind == b.kind && a.title == b.title && a.place == b.place && a.entity == b.entity && a.state == b.state && a.trouble == b.trouble
           && a.documents == b.documents && a.failed == b.failed && a.passages == b.passages && a.checkedAt == b.checkedAt
           && a.changedAt == b.changedAt && a.nextAt == b.nextAt && a.removable == b.removable;
}

void SourceModel::tick()
{
    if (!isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(size() - 1, 0));
}

QVariant SourceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= size())
        return {};
    const api::KnowledgeSource &source = at(index.row());
    const StateLook look = sourceLook(source);
    const QString third = source.trouble.isEmpty() ? sourceFreshness(source, m_ticker.now()) : engineSentence(source.trouble);
    switch (role) {
    case Qt::DisplayRole: return sourceTitle(source);
    case Qt::ToolTipRole: return source.place.isEmpty() ? QVariant() : QVariant(QDir::toNativeSeparators(source.place));
    case FactTrailing: return look.word;
    case FactSecond: return sourceCounts(source);
    case FactThird: return third;
    case FactIcon: return look.tone == Tone::Ok || look.tone == Tone::Neutral ? kindIcon(source.kind) : look.icon;
    case FactTone: return int(look.tone == Tone::Ok ? Tone::Neutral : look.tone);
    case Qt::AccessibleTextRole:
        return QStringList{sourceTitle(source), look.word, sourceCounts(source), third}.join(QStringLiteral(", "));
    default: return {};
    }
}

DocumentModel::DocumentModel(api::Engine &engine, const Ticker &ticker, QObject *parent)
    : KeyedListModel(parent), m_engine(engine), m_ticker(ticker)
{
}

void DocumentModel::setQuery(api::KnowledgeDocumentQuery query)
{
    m_query = std::move(query);
    m_answered = false;
    m_again = false;
    ask(true, {});
}

void DocumentModel::clear()
{
    ++m_number;
    m_asking = m_again = m_answered = false;
    m_next.clear();
    m_total = -1;
    reset({});
}

void DocumentModel::refresh()
{
    if (m_asking)
        m_again = true;
    else
        ask(!m_answered, {});
}

void DocumentModel::shown(int lastRow)
{
    if (!m_asking && !m_next.isEmpty() && lastRow >= size() - PageRows / 4)
        ask(false, m_next);
}

void DocumentModel::ask(bool anew, const QString &after)
{
    m_asking = true;
    api::KnowledgeDocumentQuery query = m_query;
    query.window.after = after;
    query.window.limit = PageRows;
    m_engine.ask(query, this, [this, number = ++m_number, anew, after](Result<api::Page<api::KnowledgeDocument>> page) {
        if (number != m_number)
            return;
        m_asking = false;
        if (!page) {
            Q_EMIT failed(page.error());
            return;
        }
        if (!after.isEmpty()) {
            append(std::move(page->rows));
            m_next = page->next;
        } else if (anew || page->next.isEmpty()) {
            replaceAll(std::move(page->rows));
            m_next = page->next;
        } else if (std::vector<api::KnowledgeDocument> rows = page->rows; !replaceHead(std::move(rows))) {
            reset(std::move(page->rows)); // too much happened: the list begins again
            m_next = page->next;
        }
        m_total = page->total >= 0 ? page->total : m_next.isEmpty() ? size() : -1;
        m_answered = true;
        Q_EMIT loaded();
        if (std::exchange(m_again, false))
            ask(false, {});
    });
}

bool DocumentModel::same(const api::KnowledgeDocument &a, const api::KnowledgeDocument &b) const
{
    return a.title == b.title && a.place == b.place && a.state == b.state && a.trouble == b.trouble && a.notes == b.notes && a.pages == b.pages
           && a.version == b.version && a.passages == b.passages && a.embedded == b.embedded && a.reported == b.reported
           && a.changedAt == b.changedAt && a.readAt == b.readAt && a.author == b.author;
}

QVariant DocumentModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= size())
        return {};
    const api::KnowledgeDocument &document = at(index.row());
    const StateLook look = documentLook(document);
    const QString title = document.title.isEmpty() ? document.place : document.title;
    const auto second = [&] {
        QStringList parts;
        if (document.pages > 0)
            parts << tr("%n page(s)", nullptr, document.pages);
        parts << tr("%n passage(s)", nullptr, int(std::min<qint64>(document.passages, 1'000'000)));
        if (!document.author.isEmpty())
            parts << document.author;
        if (!document.place.isEmpty() && document.place != title)
            parts << QDir::toNativeSeparators(document.place);
        return parts.join(QStringLiteral(" · "));
    };
    const auto third = [&] {
        if (!document.trouble.isEmpty())
            return engineSentence(document.trouble);
        if (!document.reported.isEmpty())
            return tr("Reported as outdated: %1").arg(document.reported);
        if (!document.notes.isEmpty())
            return engineNotes(document.notes, NotesOfOneRow);
        return look.word;
    };
    switch (role) {
    case Qt::DisplayRole: return title;
    case Qt::ToolTipRole: return third();
    case FactTrailing: return momentText(document.changedAt.isValid() ? document.changedAt : document.readAt, m_ticker.now());
    case FactSecond: return second();
    case FactThird: return third();
    case FactIcon: return look.tone == Tone::Ok ? documentIcon(document.type, document.database) : look.icon;
    case FactTone: return int(look.tone == Tone::Ok ? Tone::Neutral : look.tone);
    case Qt::AccessibleTextRole: return QStringList{title, look.word, second(), third()}.join(QStringLiteral(", "));
    default: return {};
    }
}

} // namespace hs::ui
