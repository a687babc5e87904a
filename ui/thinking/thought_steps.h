#pragma once

#include <vector>

#include <QWidget>

#include "engine/api/thinking.h"
#include "ui/shell/view_context.h"

class QVBoxLayout;

namespace hs::ui {

/// The steps of a task of thinking, each a line that opens to what went in and what came out.
class ThoughtSteps final : public QWidget {
    Q_OBJECT
public:
    explicit ThoughtSteps(const Theme &theme, QWidget *parent = nullptr);
    /// `sent`: what left to a model last, masked; the last line opens to it. Empty: nothing left.
    void setSteps(const std::vector<api::ThoughtStep> &steps, const QString &sent = {});

private:
    const Theme &m_theme;
    QVBoxLayout *m_column;
};

/// Calls of language models, each a line that opens to why it was made and what was masked in it.
class CallLines final : public QWidget {
    Q_OBJECT
public:
    explicit CallLines(ViewContext &context, QWidget *parent = nullptr);
    void setCalls(const std::vector<api::AiCallRow> &calls);

private:
    ViewContext &m_context;
    QVBoxLayout *m_column;
};

/// What one call was for, what it cost and what was masked: lines of "name: value".
[[nodiscard]] QStringList callFacts(const api::AiCallRow &call);

} // namespace hs::ui
