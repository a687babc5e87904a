#pragma once

#include <QDialog>

#include "ui/lists/directory.h"
#include "ui/shell/view_context.h"
#include "ui/states/content_states.h"

class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class CallLines;
class ThoughtSteps;

/// Why something was done: by which rule or model, what was looked at, what it stands on, what else could have been
/// done, and, where a model thought about it, every step and what it cost. Asks the engine and never waits.
class WhyDialog final : public QDialog {
    Q_OBJECT
public:
    /// `thought`: the task of thinking behind it, shown where nothing else is kept about the thing itself; empty: not known.
    WhyDialog(ViewContext &context, const api::Id &id, const api::Id &thought, QWidget *parent = nullptr);

    void refresh();
    [[nodiscard]] bool hasAnswer() const { return m_answered; }

private:
    void fill();
    void explainByThought();
    void tellNothing();
    void askThought();
    void addHead();
    void addDecision();
    void addInputs();
    void addEvidence();
    void addAlternatives();
    void addTrail();
    /// A heading with room below it; null `title`: no heading.
    QVBoxLayout *section(const QString &title);
    void follow(const QString &kind, const QString &id);

    ViewContext &m_context;
    Directory m_directory;
    api::Id m_id;
    api::Id m_thought;
    api::Explanation m_explanation;
    bool m_answered = false;
    bool m_named = false; ///< shown with the agents' names
    ContentStates *m_states;
    QWidget *m_sheet;
    QVBoxLayout *m_column;
    QWidget *m_thoughtBox = nullptr;
    QLabel *m_thoughtState = nullptr;
    ThoughtSteps *m_steps = nullptr;
    QLabel *m_callsTitle = nullptr;
    CallLines *m_calls = nullptr;
};

/// Opens the dialog over `parent`'s window.
WhyDialog *showWhy(ViewContext &context, const api::Id &id, QWidget *parent, const api::Id &thought = {});

/// Every act of one correlation, in the activity dock.
void showCorrelation(Navigator &navigator, const QString &correlation);

} // namespace hs::ui
