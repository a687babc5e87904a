#include "ui/agents/permission_table.h"

#include <algorithm>

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/text/engine_error_text.h"
#include "ui/thinking/column.h"
#include "ui/thinking/thinking_words.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

std::vector<api::Leave> choicesOf(api::Risk risk)
{
    if (risk == api::Risk::Speak)
        return {api::Leave::Alone, api::Leave::Draft, api::Leave::Ask, api::Leave::Never};
    return {api::Leave::Alone, api::Leave::Ask, api::Leave::Never};
}

} // namespace

PermissionTable::PermissionTable(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    for (std::size_t i = 0; i < Risks; ++i)
        makeRow(api::Risk(i));
    connect(&context.engine, &api::Engine::callerChanged, this, [this] {
        for (std::size_t i = 0; i < Risks; ++i)
            updateRow(api::Risk(i));
    });
    connect(&context.theme, &Theme::changed, this, [this] {
        for (std::size_t i = 0; i < Risks; ++i)
            updateRow(api::Risk(i));
    });
}

void PermissionTable::makeRow(api::Risk risk)
{
    const ThinkingLook look = riskLook(risk);
    Row &row = m_rows[std::size_t(risk)];
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    row.icon = new QLabel(box);
    line->addWidget(row.icon, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(makeWrappingLabel(look.word, TextStyle::Strong, Token::Text, box));
    words->addWidget(makeWrappingLabel(riskSentence(risk), TextStyle::Small, Token::Text2, box));
    line->addLayout(words, 1);
    row.choice = new QComboBox(box);
    row.choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    row.choice->setFocusPolicy(Qt::StrongFocus);
    row.choice->installEventFilter(this); // the wheel scrolls the page, not what the agent may do
    if (risk == api::Risk::Irreversible) {
        row.choice->addItem(leaveName(api::Leave::Ask), int(api::Leave::Ask));
        row.choice->addItem(leaveName(api::Leave::Never), int(api::Leave::Never));
    } else {
        for (const api::Leave leave : choicesOf(risk))
            row.choice->addItem(leaveName(leave), int(leave));
    }
    for (int i = 0; i < row.choice->count(); ++i)
        row.choice->setItemData(i, leaveSentence(api::Leave(row.choice->itemData(i).toInt())), Qt::ToolTipRole);
    line->addWidget(row.choice, 0, Qt::AlignTop);
    column->addLayout(line);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->setContentsMargins(m_context.theme.size("icon") + 8, 0, 0, 0); // below the words
    row.means = makeWrappingLabel({}, TextStyle::Small, Token::Text, box);
    foot->addWidget(row.means, 1);
    row.reset = makeButton(tr("Back to its autonomy"), ButtonKind::Link, m_context.theme, box);
    //: %1 is a kind of tool, such as "Speak"
    row.reset->setAccessibleName(tr("%1: back to what its autonomy says").arg(look.word));
    foot->addWidget(row.reset, 0, Qt::AlignTop);
    column->addLayout(foot);
    layout()->addWidget(box);
    connect(row.choice, &QComboBox::activated, this, [this, risk](int index) { choose(risk, index); });
    connect(row.reset, &QPushButton::clicked, this, [this, risk] {
        const api::AgentPermission *now = permission(risk);
        api::SetAgentLeave command{m_agent, {}, risk, now ? now->leave : api::Leave::Ask, true};
        send(command, now ? std::optional(*now) : std::nullopt);
    });
}

bool PermissionTable::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Wheel) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

const api::AgentPermission *PermissionTable::permission(api::Risk risk) const
{
    const auto found = std::find_if(m_permissions.begin(), m_permissions.end(), [&](const auto &one) { return one.risk == risk; });
    return found == m_permissions.end() ? nullptr : &*found;
}

void PermissionTable::setPermissions(const QString &agent, const QString &name, const std::vector<api::AgentPermission> &permissions)
{
    m_agent = agent;
    m_name = name;
    m_permissions = permissions;
    for (std::size_t i = 0; i < Risks; ++i)
        updateRow(api::Risk(i));
}

void PermissionTable::updateRow(api::Risk risk)
{
    const Row &row = m_rows[std::size_t(risk)];
    const ThinkingLook look = riskLook(risk);
    row.icon->setPixmap(m_context.theme.pixmap(look.icon, m_context.theme.size("icon"), toneToken(look.tone)));
    const api::AgentPermission *now = permission(risk);
    const api::Leave leave = now ? now->leave : api::Leave::Ask;
    if (row.choice->findData(int(leave)) < 0) // what the engine allows beyond what is offered here
        row.choice->addItem(leaveName(leave), int(leave));
    row.choice->setCurrentIndex(row.choice->findData(int(leave)));
    //: %1 an agent's name, %2 a kind of tool such as "Speak"
    row.choice->setAccessibleName(tr("What %1 may do: %2").arg(m_name, look.word));
    const bool admin = m_context.engine.caller().role >= api::Role::Admin;
    const bool locked = risk == api::Risk::Irreversible;
    row.choice->setEnabled(now && admin && !locked);
    QString words = leaveSentence(leave);
    if (locked)
        words += QLatin1Char(' ') + tr("This is always a person's, whatever is set.");
    else if (now)
        //: %1 what an agent may do, a sentence, %2 where that comes from, such as "follows from its autonomy"
        words = tr("%1 (%2)").arg(words, leaveSource(now->source));
    if (!admin && !locked)
        words += QLatin1Char(' ') + tr("Needs the role administrator to change it.");
    row.means->setText(words);
    row.choice->setAccessibleDescription(words);
    row.choice->setToolTip(row.choice->isEnabled() ? riskSentence(risk) : words);
    row.reset->setVisible(now && admin && !locked && now->source == QLatin1String("settings"));
}

void PermissionTable::choose(api::Risk risk, int index)
{
    const api::AgentPermission *now = permission(risk);
    const auto leave = api::Leave(m_rows[std::size_t(risk)].choice->itemData(index).toInt());
    if (!now || now->leave == leave)
        return;
    send({m_agent, {}, risk, leave, false}, *now);
}

void PermissionTable::send(const api::SetAgentLeave &command, const std::optional<api::AgentPermission> &before)
{
    m_context.engine.submit(command, this, [this, command, before, name = m_name](Result<api::Receipt> receipt) {
        if (!receipt) {
            m_context.toasts.show({tr("What the agent may do was not changed.") + QLatin1Char(' ') + errorSentence(receipt.error()),
                                   Tone::Danger,
                                   {},
                                   {},
                                   errorDetails(receipt.error())});
            updateRow(command.risk); // the box shows what holds
        } else if (before) {
            api::SetAgentLeave back = command;
            back.leave = before->leave;
            back.reset = before->source != QLatin1String("settings");
            //: What Ctrl+Z takes back. %1 an agent's name, %2 a kind of tool such as "Speak"
            m_context.undo.push({tr("Leave of %1 changed: %2").arg(name, riskLook(command.risk).word), {},
                                 [self = QPointer(this), back] {
                                     if (self)
                                         self->send(back, std::nullopt);
                                 },
                                 QStringLiteral("leave/") + command.agent + QLatin1Char('/') + QString::number(int(command.risk))});
        }
        Q_EMIT changed();
    });
}

} // namespace hs::ui
