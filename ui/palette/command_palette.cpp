#include "ui/palette/command_palette.h"

#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

#include "ui/palette/palette_delegate.h"
#include "ui/shell/knowledge_place.h"
#include "ui/widgets/labels.h"
#include "ui/window/action_words.h"

namespace hs::ui {

namespace {

constexpr int AskAfterMs = 40;
constexpr int MaxRecent = 30;
constexpr int RecordLimit = 12;
constexpr int PassageLimit = 8;
constexpr int LongestSnippet = 160; ///< characters
const QString RecentKey = QStringLiteral("palette/recent");

struct KindLook {
    QString icon;
    int order;
};

KindLook lookOf(const QString &kind)
{
    if (kind == QLatin1String("thread"))
        return {QStringLiteral("message-circle"), 1};
    if (kind == QLatin1String("escalation"))
        return {QStringLiteral("life-buoy"), 0};
    if (kind == QLatin1String("card"))
        return {QStringLiteral("square-kanban"), 2};
    if (kind == QLatin1String("contact"))
        return {QStringLiteral("user-round"), 3};
    if (kind == QLatin1String("task"))
        return {QStringLiteral("list-checks"), 4};
    if (kind == QLatin1String("event"))
        return {QStringLiteral("inbox"), 5};
    return {QStringLiteral("settings"), 6};
}

} // namespace

CommandPalette::CommandPalette(ViewContext &context, std::function<QString()> focusedScope, QWidget *window)
    : QFrame(window), m_context(context), m_focusedScope(std::move(focusedScope)), m_edit(new QLineEdit(this)),
      m_list(new QListView(this)), m_hint(nullptr)
{
    setProperty("frame", QStringLiteral("dialog"));
    setAccessibleName(tr("Search, or run a command"));
    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(36);
    shadow->setOffset(0, 8);
    shadow->setColor(QColor(0, 0, 0, 90));
    setGraphicsEffect(shadow);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 8);
    column->setSpacing(6);
    m_edit->setPlaceholderText(tr("Search conversations, cards, people or run a command"));
    m_edit->setAccessibleName(m_edit->placeholderText());
    m_edit->installEventFilter(this);
    column->addWidget(m_edit);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_context.theme, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("Results"));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMouseTracking(true);
    column->addWidget(m_list, 1);
    m_hint = makeLabel(tr("> actions    @ people    # cards    ? knowledge"), TextStyle::Caption, Token::Text3, this);
    column->addWidget(m_hint);

    m_asking.setSingleShot(true);
    m_asking.setInterval(AskAfterMs);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { run(index.row()); });
    connect(&m_context.theme, &Theme::changed, m_list, &QListView::doItemsLayout);
    hide();
}

void CommandPalette::open(const QString &text)
{
    if (!isVisible())
        m_before = window()->focusWidget();
    m_scope = m_focusedScope ? m_focusedScope() : QString();
    place();
    show();
    raise();
    m_edit->setText(text);
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->end(false);
    search();
}

void CommandPalette::place()
{
    const QWidget *window = parentWidget();
    const int width = std::min(window->width() - 48, m_context.theme.scaled(640));
    const int height = std::min(window->height() - 120, m_context.theme.scaled(440));
    setGeometry((window->width() - width) / 2, 56, width, height);
}

std::vector<PaletteItem> CommandPalette::localItems(QChar prefix) const
{
    std::vector<PaletteItem> items;
    if (!prefix.isNull() && prefix != QLatin1Char('>'))
        return items;
    for (const ActionRegistry::Item &known : m_context.actions.items()) {
        const ActionSpec &spec = known.spec;
        if (spec.id == QLatin1String("palette.open"))
            continue;
        const bool selection = spec.scope == m_scope && !m_scope.isEmpty();
        if (spec.scope != QLatin1String("global") && !selection)
            continue;
        PaletteItem item;
        item.key = QStringLiteral("action:") + spec.id;
        item.text = actionName(known);
        item.keywords = spec.keywords;
        item.icon = spec.icon;
        item.shortcut = m_context.actions.shortcut(spec.id).toString(QKeySequence::NativeText);
        item.enabled = known.action->isEnabled();
        item.reason = item.enabled ? QString() : ActionRegistry::disabledReason(known.action);
        if (selection) {
            item.group = tr("For the selection");
            item.groupOrder = 0;
        } else if (spec.id.startsWith(QLatin1String("go."))) {
            item.group = tr("Go to");
            item.groupOrder = 1;
        } else if (spec.id.startsWith(QLatin1String("settings."))) {
            item.group = tr("Settings");
            item.groupOrder = 3;
        } else {
            item.group = tr("Actions");
            item.groupOrder = 2;
        }
        item.run = [action = known.action] {
            if (action)
                action->trigger();
        };
        items.push_back(std::move(item));
    }
    return items;
}

void CommandPalette::search()
{
    QString text = m_edit->text().trimmed();
    QChar prefix;
    if (!text.isEmpty() && QStringLiteral(">@#?").contains(text.front())) {
        prefix = text.front();
        text = text.mid(1).trimmed();
    }
    const QStringList recent = m_context.preferences.value(RecentKey).toStringList();
    std::vector<PaletteItem> items = localItems(prefix);
    if (prefix == QLatin1Char('?')) {
        PaletteItem item;
        item.key = QStringLiteral("knowledge");
        item.group = tr("Knowledge");
        //: %1 is a question or words
        item.text = text.isEmpty() ? tr("Open Knowledge") : tr("Ask Knowledge: %1").arg(text);
        item.icon = QStringLiteral("book-open");
        item.run = [this, text] {
            if (text.isEmpty())
                m_context.navigator.openDock(QStringLiteral("knowledge"));
            else
                m_context.navigator.open(QStringLiteral("knowledge"), text);
        };
        items = {item};
        m_model.setLocal(items, {}, recent);
    } else {
        m_model.setLocal(items, text, recent);
    }
    select(m_model.firstItem());

    ++m_question; // answers to older questions are for older words
    m_asking.disconnect();
    if (text.isEmpty() || prefix == QLatin1Char('>'))
        return;
    if (prefix == QLatin1Char('?')) {
        connect(&m_asking, &QTimer::timeout, this, [this, text] { askKnowledge(text); });
        m_asking.start();
        return;
    }
    const QString kind = prefix == QLatin1Char('@') ? QStringLiteral("contact")
        : prefix == QLatin1Char('#')                ? QStringLiteral("card")
                                                    : QString();
    connect(&m_asking, &QTimer::timeout, this, [this, text, kind] { askRecords(text, kind); });
    m_asking.start();
}

void CommandPalette::askRecords(const QString &text, const QString &kind)
{
    const quint64 question = m_question;
    m_context.engine.ask(api::SearchQuery{text, kind, RecordLimit}, this,
                         [this, question](Result<std::vector<api::Hit>> answer) {
                             if (question != m_question || !isVisible())
                                 return;
                             if (answer) {
                                 showRecords(*answer);
                             } else {
                                 PaletteItem item;
                                 item.group = tr("Records");
                                 item.groupOrder = 9;
                                 item.text = tr("Records can't be searched just now");
                                 item.icon = QStringLiteral("circle-alert");
                                 item.enabled = false;
                                 m_model.setRecords({item});
                             }
                         });
}

void CommandPalette::showRecords(const std::vector<api::Hit> &hits)
{
    std::vector<PaletteItem> items;
    for (const api::Hit &hit : hits) {
        if (!m_context.navigator.canOpen(hit.kind))
            continue;
        PaletteItem item;
        item.key = hit.kind + QLatin1Char(':') + hit.id;
        item.group = tr("Records");
        item.groupOrder = 9;
        item.text = hit.title;
        item.detail = hit.subtitle;
        item.icon = lookOf(hit.kind).icon;
        item.run = [this, hit] { m_context.navigator.open(hit.kind, hit.id); };
        items.push_back(std::move(item));
    }
    const bool nothing = m_model.firstItem() < 0;
    m_model.setRecords(items);
    if (nothing)
        select(m_model.firstItem());
}

void CommandPalette::askKnowledge(const QString &text)
{
    api::KnowledgeSearchQuery query;
    query.text = text;
    query.limit = PassageLimit;
    if (const QString entity = m_context.studio.entity(); !entity.isEmpty())
        query.filter.entities << entity;
    m_context.engine.ask(query, this, [this, question = m_question](const Result<api::KnowledgeFound> &found) {
        if (question == m_question && isVisible())
            showPassages(found);
    });
}

void CommandPalette::showPassages(const Result<api::KnowledgeFound> &found)
{
    std::vector<PaletteItem> items;
    const auto add = [&](const QString &text, const QString &icon) {
        PaletteItem item;
        item.group = tr("Passages");
        item.groupOrder = 9;
        item.text = text;
        item.icon = icon;
        items.push_back(std::move(item));
    };
    if (!found) {
        add(tr("Knowledge can't be searched just now"), QStringLiteral("circle-alert"));
        items.back().enabled = false;
        m_model.setRecords(items);
        return;
    }
    for (const api::KnowledgePassage &passage : found->passages) {
        const QString id = idOf(placeOf(passage));
        add(passage.title.isEmpty() ? passage.place : passage.title,
            passage.database.isEmpty() ? QStringLiteral("file-text") : QStringLiteral("database"));
        items.back().key = QStringLiteral("knowledge:") + id;
        items.back().detail = passage.text.left(LongestSnippet).simplified();
        items.back().run = [this, id] { m_context.navigator.open(QStringLiteral("knowledge"), id); };
    }
    m_model.setRecords(items);
}

void CommandPalette::select(int row)
{
    const QModelIndex index = row < 0 ? QModelIndex() : m_model.index(row);
    m_list->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    if (index.isValid())
        m_list->scrollTo(index);
}

void CommandPalette::run(int row)
{
    const PaletteItem *found = m_model.itemAt(row);
    if (!found || !found->enabled)
        return;
    const PaletteItem item = *found; // the model may change while it runs
    QStringList recent = m_context.preferences.value(RecentKey).toStringList();
    recent.removeAll(item.key);
    recent.prepend(item.key);
    m_context.preferences.setValue(RecentKey, QStringList(recent.mid(0, MaxRecent)));
    finish(true);
    if (item.run)
        item.run();
}

void CommandPalette::finish(bool giveFocusBack)
{
    ++m_question;
    m_asking.stop();
    hide();
    if (giveFocusBack && m_before && m_before->isVisible())
        m_before->setFocus(Qt::OtherFocusReason);
    m_before = nullptr;
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible()) {
        // Another window or a menu may come and go; anything else means that people went on.
        const auto *focus = static_cast<QFocusEvent *>(event);
        if (focus->reason() != Qt::ActiveWindowFocusReason && focus->reason() != Qt::PopupFocusReason)
            finish(false);
        return false;
    }
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    const int row = m_list->currentIndex().row();
    const bool pressed = event->type() == QEvent::KeyPress;
    switch (key->key()) {
    case Qt::Key_Escape:
        if (pressed)
            finish(true);
        event->accept();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (pressed)
            run(row);
        return true;
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (pressed)
            select(m_model.step(row, key->key() == Qt::Key_Down ? 1 : -1));
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        if (pressed)
            select(m_model.step(row, key->key() == Qt::Key_Tab ? 1 : -1));
        return pressed;
    default:
        return false;
    }
}

} // namespace hs::ui
