#include "ui/boards/filter_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>

#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

/// Chips in one row, which is scrolled where they do not fit: a narrow dock keeps its height for cards.
class ChipRow final : public QScrollArea {
public:
    explicit ChipRow(QWidget *parent) : QScrollArea(parent)
    {
        setWidgetResizable(true);
        setFrameShape(QFrame::NoFrame);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setFocusPolicy(Qt::NoFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        viewport()->setAutoFillBackground(false);
    }
    [[nodiscard]] QSize sizeHint() const override { return {100, widget() ? widget()->sizeHint().height() : 0}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, sizeHint().height()}; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry(); // the row is as high as its chips
        return QScrollArea::eventFilter(watched, event);
    }
};

} // namespace

FilterBar::FilterBar(ViewContext &context, const Directory &directory, QWidget *parent)
    : QWidget(parent), m_context(context), m_directory(directory)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *area = new ChipRow(this);
    auto *inner = new QWidget;
    m_row = new QHBoxLayout(inner);
    m_row->setContentsMargins(12, 2, 12, 2);
    m_row->setSpacing(6);
    area->setWidget(inner);
    inner->setAutoFillBackground(false); // which the area has switched on
    layout->addWidget(area);
    hide();
    connect(&directory, &Directory::agentsChanged, this, &FilterBar::rebuild);
    connect(&directory, &Directory::operatorsChanged, this, &FilterBar::rebuild);
    connect(&context.studio, &StudioFilter::entitiesChanged, this, &FilterBar::rebuild);
}

void FilterBar::setFilter(const BoardFilter &filter)
{
    m_filter = filter;
    rebuild();
}

void FilterBar::setFacets(const QStringList &tags, const QStringList &versions)
{
    m_tags = tags;
    m_versions = versions;
}

void FilterBar::change(const BoardFilter &filter)
{
    if (m_filter == filter)
        return;
    setFilter(filter);
    Q_EMIT changed(m_filter);
}

void FilterBar::addChip(const QString &text, const BoardFilter &without)
{
    QPushButton *chip = makeButton(text, ButtonKind::Chip, m_context.theme, this, QStringLiteral("x"));
    //: %1 is a filter of the board, such as "Agent: Nyra"
    chip->setAccessibleName(tr("Remove filter %1").arg(text));
    chip->setToolTip(chip->accessibleName());
    connect(chip, &QPushButton::clicked, this, [this, without] { change(without); }, Qt::QueuedConnection); // the chip dies by it
    m_row->addWidget(chip);
}

void FilterBar::rebuild()
{
    while (QLayoutItem *item = m_row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto chip = [this](bool wanted, const QString &text, auto take) {
        if (!wanted)
            return;
        BoardFilter without = m_filter;
        take(without);
        addChip(text, without);
    };
    chip(m_filter.grouping != BoardFilter::Grouping::None, groupingName(m_filter.grouping), [](BoardFilter &f) { f.grouping = BoardFilter::Grouping::None; });
    chip(!m_filter.agent.isEmpty(), tr("Agent: %1").arg(m_directory.agentName(m_filter.agent)), [](BoardFilter &f) { f.agent.clear(); });
    chip(!m_filter.assignee.isEmpty(), tr("Person: %1").arg(m_directory.personName(m_filter.assignee)), [](BoardFilter &f) { f.assignee.clear(); });
    chip(!m_filter.entity.isEmpty(), tr("Entity: %1").arg(m_context.studio.nameOf(m_filter.entity)), [](BoardFilter &f) { f.entity.clear(); });
    if (m_filter.priority)
        chip(true, tr("Priority: %1").arg(priorityName(*m_filter.priority)), [](BoardFilter &f) { f.priority.reset(); });
    chip(!m_filter.tag.isEmpty(), tr("Tag: %1").arg(m_filter.tag), [](BoardFilter &f) { f.tag.clear(); });
    chip(m_filter.due != api::BoardDue::Any, dueName(m_filter.due), [](BoardFilter &f) { f.due = api::BoardDue::Any; });
    chip(m_filter.standing != api::BoardStanding::Any, standingName(m_filter.standing), [](BoardFilter &f) { f.standing = api::BoardStanding::Any; });
    chip(!m_filter.version.isEmpty(), tr("Version: %1").arg(m_filter.version), [](BoardFilter &f) { f.version.clear(); });
    chip(m_filter.openOnly, tr("Only open ones"), [](BoardFilter &f) { f.openOnly = false; });
    const bool any = m_row->count() > 0;
    if (m_row->count() > 1) {
        QPushButton *clear = makeButton(tr("Clear filter"), ButtonKind::Link, m_context.theme, this);
        connect(clear, &QPushButton::clicked, this, &FilterBar::clearAsked, Qt::QueuedConnection);
        m_row->addWidget(clear);
    }
    m_row->addStretch(1);
    setVisible(any);
    updateGeometry();
}

void FilterBar::addChoice(QMenu *menu, const QString &text, bool checked, const BoardFilter &filter)
{
    QAction *action = menu->addAction(text, this, [this, filter] { change(filter); });
    action->setCheckable(true);
    action->setChecked(checked);
}

void FilterBar::showMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto with = [this](auto set) {
        BoardFilter filter = m_filter;
        set(filter);
        return filter;
    };
    QMenu *agents = menu->addMenu(m_context.theme.icon(QStringLiteral("bot")), tr("Agent"));
    addChoice(agents, tr("All agents"), m_filter.agent.isEmpty(), with([](BoardFilter &f) { f.agent.clear(); }));
    for (const api::AgentRow &agent : m_directory.agents())
        addChoice(agents, agent.name, m_filter.agent == agent.key, with([&](BoardFilter &f) { f.agent = agent.key; }));
    QMenu *people = menu->addMenu(m_context.theme.icon(QStringLiteral("user")), tr("Person"));
    addChoice(people, tr("Everyone"), m_filter.assignee.isEmpty(), with([](BoardFilter &f) { f.assignee.clear(); }));
    for (const api::OperatorRow &person : m_directory.operators())
        addChoice(people, person.name, m_filter.assignee == person.id, with([&](BoardFilter &f) { f.assignee = person.id; }));
    if (m_context.studio.entity().isEmpty() && m_context.studio.entities().size() > 1) {
        QMenu *entities = menu->addMenu(m_context.theme.icon(QStringLiteral("building-2")), tr("Entity"));
        addChoice(entities, tr("All studios"), m_filter.entity.isEmpty(), with([](BoardFilter &f) { f.entity.clear(); }));
        for (const auto &[id, name] : m_context.studio.entities())
            addChoice(entities, name, m_filter.entity == id, with([&, key = id](BoardFilter &f) { f.entity = key; }));
    }
    QMenu *priorities = menu->addMenu(m_context.theme.icon(QStringLiteral("flag")), tr("Priority"));
    addChoice(priorities, tr("All priorities"), !m_filter.priority, with([](BoardFilter &f) { f.priority.reset(); }));
    for (const auto priority : {api::Priority::Urgent, api::Priority::High, api::Priority::Medium, api::Priority::Low})
        addChoice(priorities, priorityName(priority), m_filter.priority == priority, with([&](BoardFilter &f) { f.priority = priority; }));
    if (!m_tags.isEmpty()) {
        QMenu *tags = menu->addMenu(m_context.theme.icon(QStringLiteral("tag")), tr("Tag"));
        addChoice(tags, tr("All tags"), m_filter.tag.isEmpty(), with([](BoardFilter &f) { f.tag.clear(); }));
        for (const QString &tag : m_tags)
            addChoice(tags, tag, m_filter.tag == tag, with([&](BoardFilter &f) { f.tag = tag; }));
    }
    QMenu *due = menu->addMenu(m_context.theme.icon(QStringLiteral("calendar-clock")), tr("Deadline"));
    for (const auto one : {api::BoardDue::Any, api::BoardDue::Overdue, api::BoardDue::Today, api::BoardDue::Week})
        addChoice(due, dueName(one), m_filter.due == one, with([&](BoardFilter &f) { f.due = one; }));
    QMenu *standing = menu->addMenu(m_context.theme.icon(QStringLiteral("activity")), tr("Status"));
    for (const auto one : {api::BoardStanding::Any, api::BoardStanding::Running, api::BoardStanding::WaitsForPerson, api::BoardStanding::WaitsForTask,
                           api::BoardStanding::WaitsForTimer, api::BoardStanding::Blocked, api::BoardStanding::Paused})
        addChoice(standing, standingName(one), m_filter.standing == one, with([&](BoardFilter &f) { f.standing = one; }));
    if (m_versions.size() > 1 || !m_filter.version.isEmpty()) {
        QMenu *versions = menu->addMenu(m_context.theme.icon(QStringLiteral("git-branch")), tr("Version"));
        addChoice(versions, tr("All versions"), m_filter.version.isEmpty(), with([](BoardFilter &f) { f.version.clear(); }));
        for (const QString &version : m_versions)
            addChoice(versions, version, m_filter.version == version, with([&](BoardFilter &f) { f.version = version; }));
    }
    addChoice(menu, tr("Only open ones"), m_filter.openOnly, with([](BoardFilter &f) { f.openOnly = !f.openOnly; }));
    menu->addSeparator();
    QAction *clear = menu->addAction(tr("Clear filter"), this, &FilterBar::clearAsked);
    clear->setEnabled(m_filter.narrows() || m_filter.openOnly);
    menu->popup(at);
}

} // namespace hs::ui
