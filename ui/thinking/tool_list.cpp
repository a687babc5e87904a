#include "ui/thinking/tool_list.h"

#include <algorithm>

#include <QLabel>
#include <QVBoxLayout>

#include "ui/text/engine_words.h"
#include "ui/thinking/column.h"
#include "ui/thinking/thinking_words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

QString titleOf(const api::AgentTool &tool)
{
    return tool.title.isEmpty() ? toolTitle(tool.name) : engineSentence(tool.title);
}

} // namespace

ToolList::ToolList(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(12);
}

void ToolList::setTools(const std::vector<api::AgentTool> &tools, bool withServers)
{
    emptyColumn(m_column);
    std::vector<api::AgentTool> sorted = tools;
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) { return a.server < b.server; });
    m_count = int(sorted.size());
    QString server;
    bool first = true;
    for (const api::AgentTool &tool : sorted) {
        if (withServers && (first || tool.server != server)) {
            QLabel *heading = makeWrappingLabel(tool.server.isEmpty() ? tr("Of the console")
                                                                      //: Heading over tools. %1 is the name of a server outside
                                                                      : tr("Of the server “%1”").arg(tool.server),
                                                TextStyle::Small, Token::Text2, this);
            m_column->addWidget(heading);
            heading->show();
        }
        first = false;
        server = tool.server;
        QWidget *row = makeRow(tool);
        m_column->addWidget(row);
        row->show();
    }
}

QWidget *ToolList::makeRow(const api::AgentTool &tool)
{
    auto *row = new QWidget(this);
    auto *lines = new QVBoxLayout(row);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(2);
    QLabel *title = makeWrappingLabel(titleOf(tool), TextStyle::Strong, Token::Text, row);
    title->setToolTip(tool.name);
    lines->addWidget(title);
    if (!tool.description.isEmpty())
        lines->addWidget(makeWrappingLabel(tool.description, TextStyle::Small, Token::Text2, row));
    auto *chips = new FlowLayout(nullptr, 6, 4);
    const ThinkingLook risk = riskLook(tool.risk);
    auto *riskChip = new Chip(m_theme, risk.word, risk.tone, risk.icon, row);
    riskChip->setToolTip(riskSentence(tool.risk));
    auto *leaveChip = new Chip(m_theme, leaveName(tool.leave), tool.leave == api::Leave::Never ? Tone::Danger : Tone::Neutral,
                               tool.leave == api::Leave::Never ? QStringLiteral("ban")
                               : tool.leave == api::Leave::Ask ? QStringLiteral("hand")
                                                               : QStringLiteral("check"),
                               row);
    leaveChip->setToolTip(leaveSentence(tool.leave));
    chips->addWidget(riskChip);
    chips->addWidget(leaveChip);
    lines->addLayout(chips);
    //: A tool, spoken. %1 title, %2 what a mistake would cost, %3 what an agent may do with it
    row->setAccessibleName(tr("%1: %2 %3").arg(titleOf(tool), riskSentence(tool.risk), leaveSentence(tool.leave)));
    return row;
}

} // namespace hs::ui
