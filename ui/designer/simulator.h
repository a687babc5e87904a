#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>

#include "ui/designer/design_model.h"

namespace hs::ui {

/// A dry run of the definition under work: what was done to it so far, and where it stands. Each step asks for the whole
/// run anew; a change of the definition does too, so the run is always one of what is on the screen. GUI thread.
class Simulator final : public QObject {
    Q_OBJECT
public:
    Simulator(api::Engine &engine, DesignModel &model, QObject *parent = nullptr);

    void start(); ///< from the beginning
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] bool isAsking() const { return m_asking; }

    void send(const QString &type, const QString &payload); ///< `payload`: a JSON object or empty
    void advance(qint64 millis);
    void finish(const QString &task, const QString &output); ///< JSON or empty
    void failTask(const QString &task, const QString &error, const QString &message);
    void undo(); ///< forgets the last step
    void setInput(const QString &json) { m_input = json.trimmed(); } ///< of the next start; a JSON object or empty

    [[nodiscard]] int steps() const { return int(m_steps.size()); }
    [[nodiscard]] const api::Simulation &simulation() const { return m_simulation; }
    [[nodiscard]] const api::SimulatedStep *last() const { return m_simulation.steps.empty() ? nullptr : &m_simulation.steps.back(); }
    /// Pointers of transitions for the picture.
    [[nodiscard]] QSet<QString> active() const;
    [[nodiscard]] QSet<QString> taken() const;
    [[nodiscard]] QSet<QString> open() const;

Q_SIGNALS:
    void changed();
    void failed(const hs::Error &error); ///< the run can't be played; what was shown stays

private:
    void push(const QString &step);
    void ask();

    api::Engine &m_engine;
    DesignModel &m_model;
    QStringList m_steps; ///< JSON texts of rule X1
    QString m_input;
    api::Simulation m_simulation;
    quint64 m_question = 0;
    bool m_running = false;
    bool m_asking = false;
};

} // namespace hs::ui
