#include "ui/integrations/tool_server_page.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/integrations/integration_models.h"
#include "ui/states/content_states.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/thinking_words.h"
#include "ui/thinking/tool_list.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/spark.h"

namespace hs::ui {

namespace {
const QString CardPrefix = QStringLiteral("mcp-");
}

ToolServerPage::ToolServerPage(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    const Theme &theme = context.theme;
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto *head = new QWidget(this);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(8);
    m_back = makeButton(tr("All integrations"), ButtonKind::Quiet, theme, head,
                        isRightToLeft() ? QStringLiteral("arrow-right") : QStringLiteral("arrow-left"));
    column->addWidget(m_back, 0, Qt::AlignLeading);
    auto *name = new QHBoxLayout;
    name->setSpacing(10);
    m_icon = new QLabel(head);
    m_title = makeWrappingLabel({}, TextStyle::Title, Token::Text, head);
    m_state = new Chip(theme, head);
    name->addWidget(m_icon);
    name->addWidget(m_title, 1);
    name->addWidget(m_state);
    column->addLayout(name);
    m_check = makeButton(tr("Check now"), ButtonKind::Normal, theme, head, QStringLiteral("refresh-cw"));
    column->addWidget(m_check, 0, Qt::AlignLeading);
    outer->addWidget(head);
    outer->addWidget(makeLine(this));

    auto *area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(tr("Tools of the server"));
    auto *sheet = new QWidget;
    sheet->setProperty("fill", QStringLiteral("surface"));
    auto *lines = new QVBoxLayout(sheet);
    lines->setContentsMargins(12, 10, 12, 12);
    lines->setSpacing(8);
    m_trouble = makeWrappingLabel({}, TextStyle::Body, Token::Danger, sheet);
    m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_trouble->hide();
    lines->addWidget(m_trouble);
    m_facts = makeWrappingLabel({}, TextStyle::Small, Token::Text2, sheet);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    lines->addWidget(m_facts);
    m_toolsTitle = makeLabel({}, TextStyle::Strong, Token::Text, sheet);
    lines->addWidget(m_toolsTitle);
    m_tools = new ToolList(theme, sheet);
    lines->addWidget(m_tools);
    lines->addStretch(1);
    sheet->setMinimumHeight(1); // the height follows the width
    area->setWidget(sheet);
    m_states = new ContentStates(theme, area, this);
    outer->addWidget(m_states, 1);
    connect(m_back, &QPushButton::clicked, this, &ToolServerPage::backWanted);
    connect(m_check, &QPushButton::clicked, this, [this] { Q_EMIT checkWanted(m_card.name); });
    connect(&context.engine, &api::Engine::callerChanged, this, &ToolServerPage::updateButtons);
}

QWidget *ToolServerPage::firstFocus() const
{
    return m_back;
}

void ToolServerPage::updateButtons()
{
    m_check->setEnabled(m_context.engine.caller().role >= api::Role::Operator);
    m_check->setToolTip(m_check->isEnabled() ? QString() : tr("Needs the role operator."));
}

void ToolServerPage::setCard(const api::IntegrationCard &card)
{
    const bool other = card.name != m_card.name;
    m_card = card;
    const api::Health health = shownHealth(card);
    m_icon->setPixmap(m_context.theme.pixmap(integrationIcon(card), 20, Token::Text2));
    m_title->setText(engineWords(card.title));
    m_state->setLook(healthName(health), healthTone(health), healthIcon(health));
    updateButtons();
    if (other) {
        m_server = {};
        m_states->beginLoading();
    }
    ask();
}

void ToolServerPage::refresh()
{
    if (!m_card.name.isEmpty())
        ask();
}

void ToolServerPage::ask()
{
    if (m_asking) {
        m_again = true;
        return;
    }
    m_asking = true;
    m_again = false;
    m_context.engine.ask(api::ToolServerQuery{}, this, [this](Result<std::vector<api::ToolServerRow>> servers) {
        m_asking = false;
        if (servers) {
            // Its card's name says what kind it is, because a server may be called as a sender is.
            const auto found = std::find_if(servers->begin(), servers->end(), [this](const auto &one) {
                return one.name == m_card.name || CardPrefix + one.name == m_card.name;
            });
            if (found != servers->end()) {
                show(*found);
                m_states->showContent();
            } else {
                m_states->showEmpty({QStringLiteral("plug"), tr("This server is not set up"),
                                     tr("Name it in the settings, with its command or address."), tr("Open settings"),
                                     [this] { m_context.navigator.open(QStringLiteral("setting"), QStringLiteral("ai")); }, Tone::Neutral});
            }
        } else {
            m_states->showFailure({tr("The server of tools could not be read."), m_context.ticker.now(),
                                   m_server.name.isEmpty() ? QString() : tr("You see what was read last."), servers.error(), [this] { ask(); }});
        }
        if (m_again)
            ask();
    });
}

void ToolServerPage::show(const api::ToolServerRow &server)
{
    m_server = server;
    const ThinkingLook look = serverLook(server.state);
    m_state->setLook(look.word, look.tone, look.icon);
    m_trouble->setText(engineSentence(server.trouble));
    m_trouble->setVisible(!server.trouble.isEmpty());
    m_tools->setTools(server.tools, false);
    m_toolsTitle->setText(server.tools.empty() ? tr("It offers no tools") : tr("%n tool(s)", nullptr, int(server.tools.size())));
    tick();
}

void ToolServerPage::tick()
{
    const QLocale locale;
    QStringList facts;
    if (!m_server.address.isEmpty())
        facts << (m_server.kind == QLatin1String("stdio")
                      //: A server of tools that runs as a program here. %1 its command
                      ? tr("Runs here as a program: %1").arg(m_server.address)
                      //: A server of tools elsewhere. %1 its address
                      : tr("Reached at %1").arg(m_server.address));
    if (!m_server.protocol.isEmpty())
        //: %1 is the revision of a protocol, such as "2025-06-18"
        facts << tr("Speaks the protocol of %1").arg(m_server.protocol);
    if (m_server.lastAt.isValid())
        //: %1 is a moment such as "10:43"
        facts << tr("Used last %1").arg(momentText(m_server.lastAt, m_context.ticker.now()));
    //: %1 calls, %2 of them failed
    facts << tr("%1 calls since the start, %2 failed").arg(locale.toString(m_server.calls), locale.toString(m_server.failures));
    const QString text = facts.join(QLatin1Char('\n'));
    if (m_facts->text() != text)
        m_facts->setText(text);
}

} // namespace hs::ui
