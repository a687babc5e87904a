#include "ui/escalations/timeline_view.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QTimer>

#include "ui/widgets/flow_layout.h"
#include "ui/escalations/escalation_words.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/person_text.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int Batch = 100;
constexpr int AvatarSide = 24;
constexpr int AvatarColumn = 28;
constexpr int EntryGap = 14;

/// One entry, with the thread that leads to the next one.
class Entry final : public QWidget {
public:
    Entry(const Theme &theme, bool last, QWidget *parent) : QWidget(parent), m_theme(theme), m_last(last) {}

protected:
    void paintEvent(QPaintEvent *) override
    {
        if (m_last)
            return;
        QPainter painter(this);
        painter.setPen(m_theme.color(Token::Border));
        const int x = layoutDirection() == Qt::RightToLeft ? width() - AvatarColumn / 2 : AvatarColumn / 2;
        painter.drawLine(x, AvatarColumn + 4, x, height());
    }

private:
    const Theme &m_theme;
    bool m_last;
};

QString citationIcon(const QString &kind)
{
    if (kind == QLatin1String("record") || kind == QLatin1String("contact"))
        return QStringLiteral("database");
    if (kind == QLatin1String("workflow") || kind == QLatin1String("card"))
        return QStringLiteral("workflow");
    if (kind == QLatin1String("thread") || kind == QLatin1String("message"))
        return QStringLiteral("message-square");
    if (kind == QLatin1String("event"))
        return QStringLiteral("inbox");
    if (kind == QLatin1String("knowledge"))
        return QStringLiteral("book-open");
    return QStringLiteral("file-text");
}

bool same(const api::TimelineItem &a, const api::TimelineItem &b)
{
    return a.at == b.at && a.actorKind == b.actorKind && a.actor == b.actor && a.actorName == b.actorName && a.verb == b.verb
        && a.text == b.text && a.matters == b.matters && a.failed == b.failed && a.citations == b.citations;
}

} // namespace

TimelineView::TimelineView(ViewContext &context, QWidget *parent)
    : QScrollArea(parent), m_context(context), m_limit(Batch)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("History"));
    auto *content = new QWidget;
    content->setProperty("fill", QStringLiteral("surface"));
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(16, 12, 16, 12);
    m_column->setSpacing(0);
    m_earlier = makeButton(tr("Show earlier"), ButtonKind::Link, context.theme, content, QStringLiteral("chevron-up"));
    m_column->addWidget(m_earlier, 0, Qt::AlignHCenter);
    m_column->addStretch(1);
    // The height follows the width; the labels' own least height is for a width they do not have.
    content->setMinimumHeight(1);
    setWidget(content);
    m_earlier->hide();
    connect(m_earlier, &QPushButton::clicked, this, [this] {
        m_limit += Batch;
        rebuild();
    });
    connect(&context.theme, &Theme::changed, this, [this] {
        dropEntries(0);
        rebuild();
    });
}

void TimelineView::setItems(std::vector<api::TimelineItem> items, int newFrom)
{
    m_items = std::move(items);
    m_newFrom = newFrom;
    rebuild();
}

void TimelineView::setEverything(bool everything)
{
    if (m_everything == everything)
        return;
    m_everything = everything;
    rebuild();
}

int TimelineView::hiddenCount() const
{
    return int(std::count_if(m_items.begin(), m_items.end(),
                             [](const api::TimelineItem &item) { return !item.matters && !item.failed; }));
}

void TimelineView::dropEntries(size_t from)
{
    for (size_t i = from; i < m_shown.size(); ++i) {
        QWidget *widget = m_shown[i].widget;
        m_column->removeWidget(widget);
        widget->hide();
        widget->deleteLater();
        if (widget == m_firstNew)
            m_firstNew = nullptr;
    }
    m_shown.resize(from);
}

void TimelineView::rebuild()
{
    const int fromEnd = verticalScrollBar()->maximum() - verticalScrollBar()->value();
    const bool atEnd = fromEnd <= 4;
    const int value = verticalScrollBar()->value();
    std::vector<int> chosen;
    for (int i = 0; i < int(m_items.size()); ++i) {
        const api::TimelineItem &item = m_items[size_t(i)];
        const bool isNew = m_newFrom >= 0 && i >= m_newFrom;
        if (m_everything || item.matters || item.failed || isNew)
            chosen.push_back(i);
    }
    m_earlier->setVisible(int(chosen.size()) > m_limit);
    if (int(chosen.size()) > m_limit)
        chosen.erase(chosen.begin(), chosen.end() - m_limit);
    const auto wanted = [&](size_t i) {
        return Shown{m_items[size_t(chosen[i])], m_newFrom >= 0 && chosen[i] >= m_newFrom, i + 1 == chosen.size(), nullptr};
    };
    // What stands there already and stays as it is is left alone: a change mostly adds one entry at the end.
    size_t kept = 0;
    for (; kept < std::min(m_shown.size(), chosen.size()); ++kept) {
        const Shown next = wanted(kept);
        if (next.isNew != m_shown[kept].isNew || next.last != m_shown[kept].last || !same(next.item, m_shown[kept].item))
            break;
    }
    dropEntries(kept);
    for (size_t i = kept; i < chosen.size(); ++i) {
        Shown next = wanted(i);
        next.widget = makeEntry(next.item, next.isNew, next.last);
        ++m_built;
        if (next.isNew && !m_firstNew)
            m_firstNew = next.widget;
        m_column->insertWidget(m_column->count() - 1, next.widget);
        m_shown.push_back(std::move(next));
    }
    // The place being read stays; a list that stood at its end stays there.
    QTimer::singleShot(0, this, [this, atEnd, value] {
        verticalScrollBar()->setValue(atEnd ? verticalScrollBar()->maximum() : value);
    });
}

QWidget *TimelineView::makeEntry(const api::TimelineItem &item, bool isNew, bool last)
{
    const Theme &theme = m_context.theme;
    const QDateTime now = m_context.ticker.now();
    auto *entry = new Entry(theme, last, widget());
    auto *row = new QHBoxLayout(entry);
    row->setContentsMargins(0, 0, 0, last ? 4 : EntryGap);
    row->setSpacing(10);

    const bool agent = item.actorKind == QLatin1String("agent");
    const QString name = agent ? (item.actorName.isEmpty() ? EscalationWords::agent(item.actor) : item.actorName)
                               : personName(item.actor, item.actorName, m_context.engine.caller());
    QWidget *avatar = nullptr;
    if (agent) {
        auto *picture = new AgentAvatar(theme, AvatarSide, entry);
        picture->setAgent(item.actor, name);
        avatar = picture;
    } else if (item.actorKind == QLatin1String("engine")) {
        auto *picture = new QLabel(entry);
        picture->setPixmap(theme.pixmap(QStringLiteral("settings-2"), 16, Token::Text3));
        picture->setFixedSize(AvatarColumn, AvatarColumn);
        picture->setAlignment(Qt::AlignCenter);
        picture->setAccessibleName(tr("The console itself"));
        avatar = picture;
    } else {
        auto *picture = new AvatarLabel(theme, AvatarColumn, entry);
        picture->setPerson(item.actorName.isEmpty() ? item.actor : item.actorName, {},
                           item.actor == m_context.engine.caller().id && !item.actor.isEmpty());
        avatar = picture;
    }
    row->addWidget(avatar, 0, Qt::AlignTop);

    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    row->addLayout(column, 1);
    auto *head = new QHBoxLayout;
    head->setSpacing(6);
    column->addLayout(head);
    QLabel *who = makeLabel(name, TextStyle::Strong, Token::Text, entry);
    if (agent) {
        QPalette palette = who->palette();
        palette.setColor(QPalette::WindowText, theme.agentColor(item.actor));
        who->setProperty("tone", QVariant());
        who->setStyleSheet(QStringLiteral("color:%1").arg(theme.agentColor(item.actor).name()));
    }
    head->addWidget(who);
    head->addWidget(makeLabel(EscalationWords::verb(item.verb), TextStyle::Body, Token::Text2, entry));
    if (item.failed)
        head->addWidget(new Chip(theme, tr("Did not work", "a try of an agent that failed"), Tone::Danger,
                                 QStringLiteral("circle-x"), entry));
    if (isNew)
        head->addWidget(new Chip(theme, tr("New", "came in while the person was reading"), Tone::Accent,
                                 QStringLiteral("sparkles"), entry));
    head->addStretch(1);
    QLabel *time = makeLabel(momentText(item.at, now), TextStyle::Caption, Token::Text2, entry);
    time->setToolTip(fullMoment(item.at));
    head->addWidget(time);

    if (!item.text.isEmpty()) {
        // A client's own words are nobody's to translate.
        const bool spoken = item.actorKind == QLatin1String("client");
        // Number and title stand above already; what counts is why a person was asked.
        const qsizetype reason = item.verb == QLatin1String("opened") ? item.text.indexOf(QLatin1String(" — ")) : -1;
        const QString words = reason > 0 ? item.text.mid(reason + 3) : item.text;
        QLabel *text = makeWrappingLabel(spoken ? words : engineWords(words), TextStyle::Body,
                                         item.failed ? Token::Danger : Token::Text, entry);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        if (item.failed) {
            QFrame *box = makeFrame("danger", entry);
            auto *inner = new QVBoxLayout(box);
            inner->setContentsMargins(10, 6, 10, 6);
            inner->addWidget(text);
            column->addWidget(box);
        } else {
            column->addWidget(text);
        }
    }
    if (!item.citations.isEmpty()) {
        auto *flow = new FlowLayout(nullptr, 6, 4);
        QSet<QString> told; // the same words may carry two rules
        for (const QJsonValue &value : item.citations) {
            const QJsonObject citation = value.toObject();
            const QString title = citation.value(QStringLiteral("title")).toString();
            if (told.contains(title))
                continue;
            told.insert(title);
            const QString kind = citation.value(QStringLiteral("kind")).toString();
            const QString id = citation.value(QStringLiteral("id")).toString();
            QPushButton *button = makeButton(title, ButtonKind::Chip, theme, entry, citationIcon(kind));
            button->setCheckable(false);
            button->setIconSize(QSize(13, 13));
            button->setEnabled(!id.isEmpty() && m_context.navigator.canOpen(kind));
            button->setAccessibleDescription(tr("Opens the evidence"));
            connect(button, &QPushButton::clicked, this, [this, kind, id] { Q_EMIT citationActivated(kind, id); });
            flow->addWidget(button);
        }
        column->addLayout(flow);
    }
    return entry;
}

void TimelineView::scrollToEnd()
{
    QTimer::singleShot(0, this, [this] { verticalScrollBar()->setValue(verticalScrollBar()->maximum()); });
}

void TimelineView::scrollToNew()
{
    if (m_firstNew)
        ensureWidgetVisible(m_firstNew);
}

} // namespace hs::ui
