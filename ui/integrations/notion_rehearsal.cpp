#include "ui/integrations/notion_rehearsal.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/integrations/notion_models.h"
#include "ui/records/field_value.h"
#include "ui/states/content_states.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int WidestColumn = 210;

/// "DATABASE: why: how to mend it": what the engine says in the reader's language, each part for itself.
QString rehearsalTrouble(const QString &english)
{
    const QString known = engineWords(english);
    const qsizetype colon = english.indexOf(QStringLiteral(": "));
    if (colon < 0 || known != english)
        return known;
    return engineWords(english.left(colon)) + QStringLiteral(": ") + rehearsalTrouble(english.mid(colon + 2));
}

} // namespace

api::NotionRehearsal rehearsalFrom(const QJsonObject &data)
{
    const auto texts = [](const QJsonValue &list) {
        QStringList all;
        const QJsonArray items = list.toArray();
        for (const QJsonValue &item : items)
            all << item.toString();
        return all;
    };
    api::NotionRehearsal rehearsal;
    const QJsonArray rows = data.value(QLatin1String("rows")).toArray();
    for (const QJsonValue &value : rows) {
        const QJsonObject object = value.toObject();
        api::NotionRehearsalRow row;
        row.upload = object.value(QLatin1String("upload")).toBool();
        row.database = object.value(QLatin1String("database")).toString();
        row.record = object.value(QLatin1String("record")).toString();
        row.title = object.value(QLatin1String("title")).toString();
        row.what = object.value(QLatin1String("what")).toString();
        row.properties = texts(object.value(QLatin1String("properties")));
        rehearsal.rows.push_back(std::move(row));
    }
    rehearsal.more = data.value(QLatin1String("more")).toInteger();
    rehearsal.troubles = texts(data.value(QLatin1String("troubles")));
    return rehearsal;
}

NotionRehearsalModel::NotionRehearsalModel(const Theme &theme, const HubNames &names, QObject *parent)
    : QAbstractTableModel(parent), m_theme(theme), m_names(names)
{
}

void NotionRehearsalModel::setRows(std::vector<api::NotionRehearsalRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const api::NotionRehearsalRow *NotionRehearsalModel::at(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? &m_rows[std::size_t(row)] : nullptr;
}

int NotionRehearsalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int NotionRehearsalModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString NotionRehearsalModel::directionText(const api::NotionRehearsalRow &row)
{
    return row.upload ? tr("To Notion") : tr("From Notion");
}

QString NotionRehearsalModel::whatText(const api::NotionRehearsalRow &row)
{
    if (row.what == QLatin1String("create"))
        return row.upload ? tr("A page is made") : tr("A record is made");
    if (row.what == QLatin1String("change"))
        return row.upload ? tr("The page is changed") : tr("The record is changed");
    if (row.what == QLatin1String("remove"))
        return row.upload ? tr("The page goes to the trash") : tr("The record is removed");
    if (row.what == QLatin1String("restore"))
        return row.upload ? tr("The page comes back") : tr("The record comes back");
    if (row.what == QLatin1String("conflict"))
        return tr("Conflict: changed on both sides");
    if (row.what == QLatin1String("aside"))
        return tr("Waits for a person");
    return row.what;
}

QString NotionRehearsalModel::cell(const api::NotionRehearsalRow &row, int column) const
{
    switch (column) {
    case Direction:
        return directionText(row);
    case Database:
        return m_names.database(row.database);
    case Record:
        // Of a page that cannot be taken, the engine tells why instead.
        if (row.what == QLatin1String("aside") && row.record.isEmpty())
            return engineSentence(row.title);
        return row.title.isEmpty() ? tr("Untitled") : row.title;
    case What:
        return whatText(row);
    case Properties: {
        QStringList names;
        for (const QString &name : row.properties)
            names << propertyTitle(name);
        return names.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

QVariant NotionRehearsalModel::data(const QModelIndex &index, int role) const
{
    const api::NotionRehearsalRow *row = index.isValid() ? at(index.row()) : nullptr;
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return cell(*row, index.column());
    case Qt::DecorationRole:
        if (index.column() == Direction)
            return m_theme.icon(row->upload ? QStringLiteral("upload") : QStringLiteral("download"));
        if (index.column() == What && row->what == QLatin1String("conflict"))
            return m_theme.icon(QStringLiteral("git-merge"), Token::Warn);
        if (index.column() == What && row->what == QLatin1String("aside"))
            return m_theme.icon(QStringLiteral("hand"), Token::Warn);
        return {};
    case Qt::AccessibleTextRole:
        return row->properties.isEmpty()
                   //: What would happen to a record, spoken: %1 direction, %2 title, %3 database, %4 what.
                   ? tr("%1: %2 of %3. %4.").arg(cell(*row, Direction), cell(*row, Record), cell(*row, Database), cell(*row, What))
                   //: What would happen to a record, spoken: %1 direction, %2 title, %3 database, %4 what, %5 names of properties.
                   : tr("%1: %2 of %3. %4: %5.")
                         .arg(cell(*row, Direction), cell(*row, Record), cell(*row, Database), cell(*row, What), cell(*row, Properties));
    default:
        return {};
    }
}

QVariant NotionRehearsalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Direction:
        return tr("Direction", "column head: from Notion or to Notion");
    case Database:
        return tr("Database", "column head");
    case Record:
        return tr("Record", "column head");
    case What:
        return tr("What would happen", "column head");
    case Properties:
        return tr("Properties", "column head");
    default:
        return {};
    }
}

QString NotionRehearsalModel::summary() const
{
    int from = 0;
    int to = 0;
    int conflicts = 0;
    int aside = 0;
    for (const api::NotionRehearsalRow &row : m_rows) {
        if (row.what == QLatin1String("conflict"))
            ++conflicts;
        else if (row.what == QLatin1String("aside"))
            ++aside;
        else
            ++(row.upload ? to : from);
    }
    QStringList parts;
    if (from > 0)
        //: How many records; part of a list such as "12 would come from Notion, 3 would go there, 1 conflict".
        parts << tr("%n would come from Notion", "records", from);
    if (to > 0)
        parts << (from > 0
                      //: How many records, behind how many would come from Notion.
                      ? tr("%n would go there", "records", to)
                      : tr("%n would go to Notion", "records", to));
    if (conflicts > 0)
        parts << tr("%n conflict(s)", nullptr, conflicts);
    if (aside > 0)
        parts << tr("%n wait(s) for a person", "records", aside);
    return parts.join(QStringLiteral(", "));
}

NotionRehearsalDialog::NotionRehearsalDialog(ViewContext &context, const HubNames &names, QWidget *parent)
    : QDialog(parent), m_context(context), m_model(context.theme, names)
{
    const Theme &theme = context.theme;
    setWindowTitle(tr("What would happen"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(8);
    column->addWidget(makeWrappingLabel(tr("What would happen"), TextStyle::Title, Token::Text, this));
    column->addWidget(makeWrappingLabel(tr("Nothing has been changed, neither here nor in Notion: this is what the next look at both sides would do."),
                                        TextStyle::Body, Token::Text2, this));
    m_summary = makeWrappingLabel({}, TextStyle::Strong, Token::Text, this);
    column->addWidget(m_summary);
    m_troubles = makeFrame("warn", this);
    auto *troubles = new QVBoxLayout(m_troubles);
    troubles->setContentsMargins(10, 8, 10, 8);
    m_troublesText = makeWrappingLabel({}, TextStyle::Small, Token::Text, m_troubles);
    m_troublesText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    troubles->addWidget(m_troublesText);
    column->addWidget(m_troubles);
    m_list = new QTreeView;
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setProperty("focusRing", true);
    m_list->setAccessibleName(windowTitle());
    m_list->header()->setStretchLastSection(true);
    m_list->setModel(&m_model);
    m_states = new ContentStates(theme, m_list, this);
    column->addWidget(m_states, 1);
    m_more = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    column->addWidget(m_more);
    auto *buttons = new QHBoxLayout;
    m_open = makeButton(tr("Open record"), ButtonKind::Normal, theme, this, QStringLiteral("external-link"));
    QPushButton *close = makeButton(tr("Close"), ButtonKind::Primary, theme, this);
    buttons->addWidget(m_open);
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addLayout(buttons);
    resize(theme.scaled(820), theme.scaled(560));
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &NotionRehearsalDialog::updateButtons);
    connect(m_list, &QAbstractItemView::activated, this, &NotionRehearsalDialog::openRecord);
    connect(m_open, &QPushButton::clicked, this, &NotionRehearsalDialog::openRecord);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    m_list->setFocus();
    updateButtons();
}

void NotionRehearsalDialog::setRehearsal(const api::NotionRehearsal &rehearsal)
{
    m_model.setRows(rehearsal.rows);
    const QString summary = m_model.summary();
    m_summary->setText(summary);
    m_summary->setVisible(!summary.isEmpty());
    QStringList troubles;
    for (const QString &trouble : rehearsal.troubles)
        troubles << rehearsalTrouble(trouble);
    //: %1 are databases and why nothing can be said of them, one a line
    m_troublesText->setText(tr("Of these nothing can be said:\n%1").arg(troubles.join(QLatin1Char('\n'))));
    m_troubles->setVisible(!troubles.isEmpty());
    m_more->setText(tr("%n more, not listed here", "things that would happen", int(rehearsal.more)));
    m_more->setVisible(rehearsal.more > 0);
    if (!rehearsal.rows.empty() || rehearsal.more > 0) {
        m_states->showContent();
        for (int column = 0; column + 1 < NotionRehearsalModel::ColumnCount; ++column) {
            m_list->resizeColumnToContents(column);
            m_list->setColumnWidth(column, std::min(m_list->columnWidth(column), m_context.theme.scaled(WidestColumn)));
        }
        choose(0);
    } else if (troubles.isEmpty()) {
        m_states->showEmpty({QStringLiteral("circle-check"), tr("Nothing: both sides are alike"),
                             tr("Everything that was changed here is in Notion, and everything that was changed there is here."), {}, {}, Tone::Ok});
    } else {
        m_states->showEmpty({QStringLiteral("circle-alert"), tr("Nothing else"), tr("All that could be looked at is alike on both sides."), {}, {},
                             Tone::Neutral});
    }
    m_open->setVisible(!rehearsal.rows.empty());
    updateButtons();
}

void NotionRehearsalDialog::choose(int row)
{
    m_list->setCurrentIndex(m_model.index(row, 0));
}

void NotionRehearsalDialog::updateButtons()
{
    const api::NotionRehearsalRow *row = m_model.at(m_list->currentIndex().row());
    const bool made = row && !row->record.isEmpty();
    const bool gone = row && (row->upload ? row->what == QLatin1String("remove") : row->what == QLatin1String("restore"));
    m_open->setEnabled(made && !gone && m_context.navigator.canOpen(QStringLiteral("record")));
    m_open->setToolTip(row && !made ? tr("There is no record yet: it would be made.") : gone ? tr("The record is removed here.") : QString());
}

void NotionRehearsalDialog::openRecord()
{
    const api::NotionRehearsalRow *row = m_model.at(m_list->currentIndex().row());
    if (row && m_open->isEnabled())
        m_context.navigator.open(QStringLiteral("record"), row->database + QLatin1Char('/') + row->record);
}

} // namespace hs::ui
