#pragma once

#include <vector>

#include <QWidget>

#include "engine/api/thinking.h"
#include "ui/shell/view_context.h"

class QLabel;
class QVBoxLayout;

namespace hs::ui {

/// What went wrong with an agent lately, newest first; each leads to everything that belongs to it.
class FaultList final : public QWidget {
    Q_OBJECT
public:
    explicit FaultList(ViewContext &context, QWidget *parent = nullptr);
    void setFaults(const std::vector<api::AgentFault> &faults);

private:
    ViewContext &m_context;
    QVBoxLayout *m_column;
    QString m_shown;
};

/// What an agent thought about lately, newest first; each opens to its steps. Asks the engine by itself.
class ThoughtList final : public QWidget {
    Q_OBJECT
public:
    static constexpr int Most = 10;

    explicit ThoughtList(ViewContext &context, QWidget *parent = nullptr);
    void setAgent(const QString &agent);
    void refresh();

private:
    void show(const std::vector<api::ThoughtRow> &rows);

    ViewContext &m_context;
    QString m_agent;
    QVBoxLayout *m_column;
    QLabel *m_said;
    QString m_shown;
    bool m_asking = false;
};

} // namespace hs::ui
