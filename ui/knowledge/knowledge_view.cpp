#include "ui/knowledge/knowledge_view.h"

#include <algorithm>

#include <QPushButton>
#include <QVBoxLayout>

namespace hs::ui {

KnowledgeView::KnowledgeView(ViewContext &context, QWidget *parent)
    : DockView(context, parent)
{
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_states = new ContentStates(context.theme, new QWidget, this);
    layout->addWidget(m_states);
    setAccessibleName(tr("Knowledge"));
    setFocusPolicy(Qt::ClickFocus); // where there is nothing to press, the dock itself can be reached
    m_states->beginLoading();
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Agents)
            refresh();
    });
    refresh();
}

QString KnowledgeView::title() const
{
    return tr("Knowledge");
}

QWidget *KnowledgeView::firstFocus()
{
    for (QPushButton *button : findChildren<QPushButton *>()) {
        if (button->isVisible())
            return button;
    }
    return this;
}

void KnowledgeView::refresh()
{
    context().engine.ask(api::AgentQuery{}, this, [this](Result<std::vector<api::AgentRow>> agents) {
        if (!agents) {
            m_states->showFailure({tr("The state of the knowledge could not be read."), context().ticker.now(), {}, agents.error(),
                                   [this] { refresh(); }});
            return;
        }
        const auto atlas = std::find_if(agents->begin(), agents->end(),
                                        [](const auto &agent) { return agent.key == QLatin1String("atlas"); });
        m_states->clearFailure();
        show(atlas == agents->end() ? nullptr : &*atlas);
    });
}

void KnowledgeView::show(const api::AgentRow *atlas)
{
    QString sentence = tr("This version reads no documents, so there is nothing to search.");
    if (atlas && atlas->state == api::AgentState::NoDuty)
        //: %1 is an agent's name
        sentence = tr("%1 will answer from the studio's documents. In this version it has no duty yet, so nothing is read and "
                      "there is nothing to search.")
                       .arg(atlas->name);
    // One next step: what is known of clients and works already stands in the hub's records.
    const bool records = context().navigator.canOpen(QStringLiteral("record"));
    m_states->showEmpty({QStringLiteral("book-open"), tr("No sources yet"), sentence,
                         records ? tr("Browse the hub's records") : QString(),
                         [this] { context().navigator.open(QStringLiteral("record")); }, Tone::Accent});
}

} // namespace hs::ui
