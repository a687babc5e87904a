#include "ui/knowledge/index_state.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/knowledge/knowledge_words.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int BarSteps = 1'000;

bool isWorking(const api::KnowledgeStatus &status)
{
    return status.waiting > 0 || !status.reading.isEmpty() || status.embedded < status.passages;
}

} // namespace

IndexState::IndexState(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    m_line = new ElidedLabel({}, this);
    setLabelStyle(m_line, TextStyle::Small, Token::Text2);
    m_pause = makeIconButton(QStringLiteral("pause"), tr("Stop reading"), context.theme, this, 14);
    row->addWidget(m_line, 1);
    row->addWidget(m_pause);
    column->addLayout(row);
    m_bar = new QProgressBar(this);
    m_bar->setRange(0, BarSteps);
    m_bar->setTextVisible(false);
    m_bar->hide();
    column->addWidget(m_bar);
    m_pause->hide();
    connect(m_pause, &QToolButton::clicked, this, [this] { Q_EMIT pauseAsked(!m_status.paused); });
    connect(&context.engine, &api::Engine::callerChanged, this, [this] { setStatus(m_status); });
}

void IndexState::setStatus(const api::KnowledgeStatus &status)
{
    m_status = status;
    m_line->setFullText(indexLine(status));
    const bool working = isWorking(status);
    m_bar->setVisible(working && !status.paused);
    m_bar->setValue(int(indexShare(status) * BarSteps));
    //: A bar, read by screen readers. %1 is "82 %"
    m_bar->setAccessibleName(tr("Reading: %1 done").arg(percentText(indexShare(status))));
    m_pause->setVisible(working || status.paused || status.learning);
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    const QString name = status.paused ? tr("Go on reading") : tr("Stop reading");
    m_pause->setIcon(m_context.theme.icon(status.paused ? QStringLiteral("play") : QStringLiteral("pause")));
    m_pause->setAccessibleName(name);
    m_pause->setToolTip(may ? name : tr("Needs the role operator."));
    m_pause->setEnabled(may);
}

void IndexState::setUnknown()
{
    m_line->setFullText(tr("How far reading is could not be asked."));
    m_bar->hide();
}

QString IndexState::words() const
{
    return m_line->fullText();
}

bool IndexState::showsProgress() const
{
    return m_bar->isVisibleTo(this);
}

} // namespace hs::ui
