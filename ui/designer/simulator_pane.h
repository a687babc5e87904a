#pragma once

#include <functional>
#include <vector>

#include <QWidget>

#include "ui/designer/simulator.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace hs::ui {

/// The controls of the dry run: events that are possible now, the clock, open tasks, what has happened, the context.
class SimulatorPane final : public QWidget {
    Q_OBJECT
public:
    SimulatorPane(const Theme &theme, DesignModel &model, Simulator &simulator, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *firstFocus() const;

private:
    void fill();
    void fillEvents(QVBoxLayout *layout);
    void fillClock(QVBoxLayout *layout);
    void fillTasks(QVBoxLayout *layout);
    void fillSteps();
    void fillContext();
    QPushButton *addButton(const QString &text, const QString &name, const QString &icon, std::function<void()> act, QWidget *parent);
    [[nodiscard]] QString stepText(std::size_t index) const;
    void passTime();
    void say();

    const Theme &m_theme;
    DesignModel &m_model;
    Simulator &m_simulator;
    QPushButton *m_start;
    QPushButton *m_back;
    QPushButton *m_stop;
    Chip *m_status;
    QLabel *m_clock;
    QLabel *m_note;    ///< what the last step did, or why there is no run
    QWidget *m_hint;
    QWidget *m_run;
    QScrollArea *m_scroll;
    QWidget *m_controls = nullptr;
    std::vector<QWidget *> m_stops; ///< of the Tab key among the controls, in reading order
    QLineEdit *m_eventType;
    QLineEdit *m_eventData;
    QLineEdit *m_result; ///< JSON handed to a task's end
    QLineEdit *m_length; ///< of time to pass
    QLineEdit *m_input;  ///< JSON that the run begins with
    QLabel *m_inputName;
    QListWidget *m_steps;
    QPlainTextEdit *m_context;
};

} // namespace hs::ui
