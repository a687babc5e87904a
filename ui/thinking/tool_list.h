#pragma once

#include <vector>

#include <QWidget>

#include "engine/api/thinking.h"
#include "ui/theme/theme.h"

class QVBoxLayout;

namespace hs::ui {

/// Tools with what a mistake with each would cost and what may be done with it. The console's own come first, then those
/// of each server outside under its name.
class ToolList final : public QWidget {
    Q_OBJECT
public:
    explicit ToolList(const Theme &theme, QWidget *parent = nullptr);

    /// `withServers`: under the names of the servers.
    void setTools(const std::vector<api::AgentTool> &tools, bool withServers = true);
    [[nodiscard]] int count() const { return m_count; }

private:
    QWidget *makeRow(const api::AgentTool &tool);

    const Theme &m_theme;
    QVBoxLayout *m_column;
    int m_count = 0;
};

} // namespace hs::ui
