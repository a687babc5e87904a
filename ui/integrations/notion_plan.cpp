#include "ui/integrations/notion_plan.h"

#include <algorithm>

#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QUrl>
#include <QUrlQuery>
#include <QUuid>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "ui/text/engine_words.h"
#include "ui/text/notion_text.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_order.h"

namespace hs::ui {

namespace {

struct PlanLook {
    QString word;
    Tone tone;
    QString icon;
};

PlanLook planLook(const api::NotionPlanRow &row)
{
    if (row.action == QLatin1String("connected"))
        return {NotionPlanEntry::tr("Connected", "a database with one in Notion"), Tone::Ok, QStringLiteral("circle-check")};
    if (row.action == QLatin1String("create"))
        return {NotionPlanEntry::tr("Will be made", "a database in Notion"), Tone::Info, QStringLiteral("plus")};
    if (row.action == QLatin1String("choose") || row.hindered)
        return {NotionPlanEntry::tr("Choose", "what becomes of a database"), Tone::Warn, QStringLiteral("hand")};
    return {NotionPlanEntry::tr("Will be taken over", "a database in Notion"), Tone::Accent, QStringLiteral("link-2")};
}

/// "data source "NAME": ID", of a database in Notion that holds several tables.
const QRegularExpression &dataSource()
{
    static const QRegularExpression form(QStringLiteral("^data source \"(.*)\": ([0-9a-f-]+)$"));
    return form;
}

/// A wheel over it scrolls the plan and chooses nothing.
class PlanChoice final : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

constexpr int PlaceDigits = 32; ///< of an id of Notion

/// A difference in the reader's language, the kinds of properties in it too.
QString differenceText(QString english)
{
    static const QRegularExpression kinds(QStringLiteral("\" \\(([a-z -]+)\\)|is a ([a-z -]+) property|expects ([a-z -]+);"));
    qsizetype from = 0;
    for (auto match = kinds.match(english, from); match.hasMatch(); match = kinds.match(english, from)) {
        const int group = match.lastCapturedIndex();
        const QString kind = notionKind(match.captured(group));
        english.replace(match.capturedStart(group), match.capturedLength(group), kind);
        from = match.capturedStart(group) + kind.size();
    }
    return engineSentence(english);
}

} // namespace

api::NotionPlan planFrom(const QJsonObject &data)
{
    api::NotionPlan plan;
    plan.workspace = data.value(QLatin1String("workspace")).toString();
    const QJsonArray rows = data.value(QLatin1String("rows")).toArray();
    for (const QJsonValue &value : rows) {
        const QJsonObject object = value.toObject();
        api::NotionPlanRow row;
        row.database = object.value(QLatin1String("database")).toString();
        row.title = object.value(QLatin1String("title")).toString();
        row.action = object.value(QLatin1String("action")).toString();
        row.remoteId = object.value(QLatin1String("remote")).toString();
        row.hindered = object.value(QLatin1String("hindered")).toBool();
        const QJsonArray differences = object.value(QLatin1String("differences")).toArray();
        for (const QJsonValue &difference : differences)
            row.differences << difference.toString();
        plan.rows.push_back(std::move(row));
    }
    return plan;
}

QString placeProblem(const QString &typed)
{
    static const QRegularExpression idAtTheEnd(
        QStringLiteral("(^|-)([0-9a-fA-F]{32}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"));
    static const QRegularExpression host(QStringLiteral("(^|\\.)notion\\.(so|com|site)$"));
    static const QRegularExpression digits(QStringLiteral("^[0-9a-fA-F-]+$"));
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return NotionPlanEntry::tr("The address or the id of the database is needed.");
    if (text.contains(QLatin1String("://"))) {
        const QUrl url(text);
        if (!host.match(url.host()).hasMatch())
            return NotionPlanEntry::tr("This address does not lead to Notion: those of Notion lie at notion.so, notion.com or notion.site.");
        QString path = url.path();
        while (path.endsWith(QLatin1Char('/')))
            path.chop(1);
        if (idAtTheEnd.match(path.section(QLatin1Char('/'), -1)).hasMatch()
            || idAtTheEnd.match(QUrlQuery(url).queryItemValue(QStringLiteral("p"))).hasMatch())
            return {};
        return NotionPlanEntry::tr("This address holds no id of a database. Open the database in Notion as a page of its own, and copy the link from there.");
    }
    if (text.startsWith(QLatin1String("www.")) || text.startsWith(QLatin1String("notion.")) || text.startsWith(QLatin1String("app.notion.")))
        return NotionPlanEntry::tr("The beginning of the address is missing: https://");
    if (!digits.match(text).hasMatch())
        return NotionPlanEntry::tr("This is neither an address nor an id of Notion. An id has 32 characters: digits and the letters a to f.");
    const auto count = int(text.size() - text.count(QLatin1Char('-')));
    //: %n how many characters were typed
    return count == PlaceDigits ? QString() : NotionPlanEntry::tr("An id of Notion has 32 digits and letters; this one has %n.", nullptr, count);
}

NotionPlanEntry::NotionPlanEntry(ViewContext &context, const api::NotionPlanRow &row, QWidget *parent) : QFrame(parent), m_row(row)
{
    setProperty("frame", QStringLiteral("card"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(4);
    const PlanLook look = planLook(row);
    auto *head = new FlowLayout(nullptr, 8, 4);
    head->addWidget(makeLabel(row.title, TextStyle::Strong, Token::Text, this));
    head->addWidget(new Chip(context.theme, look.word, look.tone, look.icon, this));
    column->addLayout(head);
    const bool choose = row.action == QLatin1String("choose");
    if (choose)
        column->addWidget(makeWrappingLabel(tr("The database of this title in Notion holds several tables."), TextStyle::Small, Token::Text2, this));
    for (const QString &difference : row.differences) {
        if (!choose || !dataSource().match(difference).hasMatch())
            column->addWidget(makeWrappingLabel(differenceText(difference), TextStyle::Small, row.hindered ? Token::Warn : Token::Text2, this));
    }
    if (row.action == QLatin1String("connected"))
        return;
    makeChoice();
    makePlace();
    column->addWidget(m_choice);
    column->addWidget(m_placeBox);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &NotionPlanEntry::showPlace);
    connect(m_place, &QLineEdit::textChanged, this, &NotionPlanEntry::showPlace);
}

void NotionPlanEntry::makeChoice()
{
    m_choice = new PlanChoice(this);
    //: %1 is the name of a database
    m_choice->setAccessibleName(tr("What becomes of %1").arg(m_row.title));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    if (m_row.hindered)
        m_choice->addItem(tr("Choose…"));
    if (m_row.action == QLatin1String("choose")) {
        for (const QString &difference : m_row.differences) {
            if (const auto match = dataSource().match(difference); match.hasMatch())
                //: %1 is the name of a table in Notion
                m_choice->addItem(tr("Take over its table “%1”").arg(match.captured(1)), match.captured(2));
        }
    } else if (m_row.action == QLatin1String("adopt")) {
        m_choice->addItem(tr("Take over the one in Notion"), m_row.remoteId);
    }
    m_choice->addItem(tr("Make a new one"), QString());
    m_choice->addItem(tr("Another database…")); // the last one: namesPlace()
}

void NotionPlanEntry::makePlace()
{
    m_placeBox = new QWidget(this);
    auto *column = new QVBoxLayout(m_placeBox);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    m_place = new QLineEdit(m_placeBox);
    //: Of a database in Notion. %1 is the name of the hub's database that it shall be
    m_place->setAccessibleName(tr("Address or id in Notion for %1").arg(m_row.title));
    m_place->setPlaceholderText(tr("Its address or id in Notion"));
    m_placeProblem = makeWrappingLabel({}, TextStyle::Small, Token::Danger, m_placeBox);
    m_placeProblem->hide();
    column->addWidget(m_place);
    column->addWidget(m_placeProblem);
    m_placeBox->hide();
}

void NotionPlanEntry::showPlace()
{
    const bool names = namesPlace();
    m_placeBox->setVisible(names);
    const QString problem = names && !m_place->text().trimmed().isEmpty() ? placeProblem(m_place->text()) : QString();
    m_placeProblem->setText(problem);
    m_placeProblem->setVisible(!problem.isEmpty());
    m_place->setAccessibleDescription(problem);
    Q_EMIT chosen();
}

bool NotionPlanEntry::namesPlace() const
{
    return m_choice && m_choice->currentIndex() == m_choice->count() - 1;
}

bool NotionPlanEntry::isDecided() const
{
    if (namesPlace())
        return placeProblem(m_place->text()).isEmpty();
    return !m_choice || m_choice->currentData().isValid();
}

std::optional<QString> NotionPlanEntry::wish() const
{
    if (!m_choice || !isDecided())
        return std::nullopt;
    if (namesPlace()) {
        const QString text = m_place->text().trimmed();
        const bool asItIs = text.contains(QLatin1String("://")) || !QUuid(text).isNull();
        return asItIs ? text : QString(text).remove(QLatin1Char('-')); // dashes where Notion writes none
    }
    const QString wanted = m_choice->currentData().toString();
    if (wanted.isEmpty() && m_row.action == QLatin1String("create"))
        return std::nullopt; // it is what happens anyway
    return wanted;
}

NotionPlanView::NotionPlanView(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 8, 0);
    m_column->setSpacing(8);
    m_summary = makeWrappingLabel({}, TextStyle::Body, Token::Text, this);
    m_column->addWidget(m_summary);
    m_column->addStretch(1);
}

NotionPlanEntry *NotionPlanView::makeEntry(const api::NotionPlanRow &row, int index)
{
    auto *entry = new NotionPlanEntry(m_context, row, this);
    connect(entry, &NotionPlanEntry::chosen, this, &NotionPlanView::chosen);
    m_column->insertWidget(index + 1, entry); // behind the summary
    entry->show();
    return entry;
}

void NotionPlanView::setPlan(const api::NotionPlan &plan)
{
    for (NotionPlanEntry *entry : m_entries) {
        m_column->removeWidget(entry);
        entry->hide();
        entry->deleteLater();
    }
    m_entries.clear();
    m_workspace = plan.workspace;
    for (const api::NotionPlanRow &row : plan.rows)
        m_entries.push_back(makeEntry(row, int(m_entries.size())));
    showSummary();
    Q_EMIT chosen();
}

bool NotionPlanView::namesPlaces() const
{
    return std::any_of(m_entries.begin(), m_entries.end(), [](const NotionPlanEntry *entry) { return entry->namesPlace(); });
}

void NotionPlanView::takeNamed(const api::NotionPlan &plan)
{
    QWidget *before = parentWidget(); // the Tab key goes on from here
    while (before && before->focusPolicy() == Qt::NoFocus)
        before = before->parentWidget();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        NotionPlanEntry *entry = m_entries[i];
        const auto wish = entry->wish();
        const auto found = std::find_if(plan.rows.begin(), plan.rows.end(), [&](const auto &row) { return row.database == entry->row().database; });
        if (entry->namesPlace() && wish && found != plan.rows.end()) {
            api::NotionPlanRow row = *found;
            if (row.action != QLatin1String("choose")) {
                row.action = QStringLiteral("adopt");
                row.remoteId = *wish; // as it was named: an id may be a table's
            }
            m_entries[i] = makeEntry(row, int(i));
            m_column->removeWidget(entry);
            entry->hide();
            entry->deleteLater();
        }
        if (before && m_entries[i]->choice())
            tabAfter(before, m_entries[i]);
        if (m_entries[i]->choice())
            before = m_entries[i]->place();
    }
    showSummary();
    Q_EMIT chosen();
}

void NotionPlanView::showSummary()
{
    int made = 0;
    int taken = 0;
    int connected = 0;
    for (const NotionPlanEntry *entry : m_entries) {
        const QString &action = entry->row().action;
        made += action == QLatin1String("create") ? 1 : 0;
        connected += action == QLatin1String("connected") ? 1 : 0;
        taken += action == QLatin1String("adopt") || action == QLatin1String("choose") ? 1 : 0;
    }
    QStringList parts;
    if (made > 0)
        parts << tr("%n are made", "databases in Notion", made);
    if (taken > 0)
        parts << tr("%n are there already", "databases in Notion", taken);
    if (connected > 0)
        parts << tr("%n are connected", "databases in Notion", connected);
    const QString all = parts.join(QStringLiteral(", "));
    //: %1 is a workspace in Notion, %2 what will happen there
    m_summary->setText(m_workspace.isEmpty() ? all : tr("In the workspace “%1”: %2.").arg(m_workspace, all));
}

bool NotionPlanView::isDecided() const
{
    return std::all_of(m_entries.begin(), m_entries.end(), [](const NotionPlanEntry *entry) { return entry->isDecided(); });
}

QJsonObject NotionPlanView::adopt() const
{
    QJsonObject wishes;
    for (const NotionPlanEntry *entry : m_entries) {
        if (const auto wish = entry->wish())
            wishes.insert(entry->row().database, *wish);
    }
    return wishes;
}

} // namespace hs::ui
