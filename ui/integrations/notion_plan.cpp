#include "ui/integrations/notion_plan.h"

#include <algorithm>

#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "ui/text/engine_words.h"
#include "ui/text/notion_text.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

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
    if (row.action != QLatin1String("adopt") && !choose)
        return;
    m_choice = new QComboBox(this);
    //: %1 is the name of a database
    m_choice->setAccessibleName(tr("What becomes of %1").arg(row.title));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    if (row.hindered)
        m_choice->addItem(tr("Choose…"));
    if (choose) {
        for (const QString &difference : row.differences) {
            if (const auto match = dataSource().match(difference); match.hasMatch())
                //: %1 is the name of a table in Notion
                m_choice->addItem(tr("Take over its table “%1”").arg(match.captured(1)), match.captured(2));
        }
    } else {
        m_choice->addItem(tr("Take over the one in Notion"), row.remoteId);
    }
    m_choice->addItem(tr("Make a new one"), QString());
    column->addWidget(m_choice);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &NotionPlanEntry::chosen);
}

bool NotionPlanEntry::isDecided() const
{
    return !m_choice || m_choice->currentData().isValid();
}

std::optional<QString> NotionPlanEntry::wish() const
{
    if (!m_choice || !isDecided())
        return std::nullopt;
    return m_choice->currentData().toString();
}

NotionPlanView::NotionPlanView(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 8, 0);
    m_column->setSpacing(8);
    m_summary = makeWrappingLabel({}, TextStyle::Body, Token::Text, this);
    m_column->addWidget(m_summary);
    m_column->addStretch(1);
}

void NotionPlanView::setPlan(const api::NotionPlan &plan)
{
    for (NotionPlanEntry *entry : m_entries) {
        entry->hide();
        entry->deleteLater();
    }
    m_entries.clear();
    int made = 0;
    int taken = 0;
    int connected = 0;
    for (const api::NotionPlanRow &row : plan.rows) {
        auto *entry = new NotionPlanEntry(m_context, row, this);
        connect(entry, &NotionPlanEntry::chosen, this, &NotionPlanView::chosen);
        m_column->insertWidget(m_column->count() - 1, entry);
        entry->show();
        m_entries.push_back(entry);
        made += row.action == QLatin1String("create") ? 1 : 0;
        connected += row.action == QLatin1String("connected") ? 1 : 0;
        taken += row.action == QLatin1String("adopt") || row.action == QLatin1String("choose") ? 1 : 0;
    }
    QStringList parts;
    if (made > 0)
        parts << tr("%n are made", "databases in Notion", made);
    if (taken > 0)
        parts << tr("%n are there already", "databases in Notion", taken);
    if (connected > 0)
        parts << tr("%n are connected", "databases in Notion", connected);
    //: %1 is a workspace in Notion, %2 what will happen there
    m_summary->setText(plan.workspace.isEmpty() ? parts.join(QStringLiteral(", ")) : tr("In the workspace “%1”: %2.").arg(plan.workspace, parts.join(QStringLiteral(", "))));
    Q_EMIT chosen();
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
