#pragma once

#include "ui/shell/dock_view.h"
#include "ui/states/content_states.h"

namespace hs::ui {

/// The Knowledge dock as it truly is in this version: Atlas, who will answer from
/// sources, has no duty yet, so there is nothing to search and no field for it.
/// What it says of Atlas comes from the engine.
class KnowledgeView final : public DockView {
    Q_OBJECT
public:
    explicit KnowledgeView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QWidget *firstFocus() override;
    void refresh() override;

private:
    void show(const api::AgentRow *atlas);

    ContentStates *m_states;
};

} // namespace hs::ui
