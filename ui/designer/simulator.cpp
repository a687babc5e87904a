#include "ui/designer/simulator.h"

#include "ui/designer/inspector.h"

namespace hs::ui {

Simulator::Simulator(api::Engine &engine, DesignModel &model, QObject *parent) : QObject(parent), m_engine(engine), m_model(model)
{
    connect(&model, &DesignModel::chartChanged, this, [this] {
        if (m_running && m_model.errors() == 0)
            ask();
    });
    connect(&model, &DesignModel::opened, this, &Simulator::stop);
}

void Simulator::start()
{
    m_running = true;
    m_steps.clear();
    ask();
}

void Simulator::stop()
{
    m_running = false;
    m_asking = false;
    m_steps.clear();
    m_simulation = {};
    ++m_question;
    Q_EMIT changed();
}

void Simulator::push(const QString &step)
{
    m_steps << step;
    ask();
}

void Simulator::send(const QString &type, const QString &payload)
{
    // The payload as it was written: order and numbers stay.
    QString inner = payload.trimmed();
    inner = inner.startsWith(QLatin1Char('{')) && inner.endsWith(QLatin1Char('}')) ? inner.mid(1, inner.size() - 2).trimmed() : QString();
    push(QStringLiteral(R"({"event": {"type": %1%2}})").arg(jsonString(type), inner.isEmpty() ? QString() : QStringLiteral(", ") + inner));
}

void Simulator::advance(qint64 millis)
{
    push(QStringLiteral(R"({"advance": %1})").arg(millis));
}

void Simulator::finish(const QString &task, const QString &output)
{
    const QString given = output.trimmed();
    push(QStringLiteral(R"({"done": %1%2})").arg(jsonString(task), given.isEmpty() ? QString() : QStringLiteral(", \"output\": ") + given));
}

void Simulator::failTask(const QString &task, const QString &error, const QString &message)
{
    push(QStringLiteral(R"({"fail": %1, "error": {"name": %2, "message": %3}})")
             .arg(jsonString(task), jsonString(error), message.isEmpty() ? QStringLiteral("\"\"") : jsonString(message)));
}

void Simulator::undo()
{
    if (m_steps.isEmpty())
        return;
    m_steps.removeLast();
    ask();
}

void Simulator::ask()
{
    m_asking = true;
    const QString input = m_input.isEmpty() ? QString() : QStringLiteral("\"input\": %1, ").arg(m_input);
    const QString script = QStringLiteral("{%1\"steps\": [%2]}").arg(input, m_steps.join(QStringLiteral(", ")));
    m_engine.ask(api::SimulationQuery{m_model.text(), script}, this, [this, question = ++m_question](Result<api::Simulation> simulation) {
        if (question != m_question)
            return;
        m_asking = false;
        if (!simulation) {
            // A step that can't be read is not part of the run.
            if (QString::fromStdString(simulation.error().where).startsWith(QLatin1String("script /steps/")) && !m_steps.isEmpty())
                m_steps.removeLast();
            if (m_simulation.steps.empty())
                m_running = false; // it never began
            Q_EMIT changed();
            Q_EMIT failed(simulation.error());
            return;
        }
        m_simulation = std::move(*simulation);
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

QSet<QString> Simulator::active() const
{
    const auto *now = last();
    return now ? QSet<QString>(now->active.begin(), now->active.end()) : QSet<QString>();
}

QSet<QString> Simulator::taken() const
{
    QSet<QString> out;
    const auto *now = last();
    if (!now)
        return out;
    const api::Chart &chart = m_model.chart();
    using Kind = api::ChartTransition::Kind;
    for (const auto &transition : chart.transitions) {
        const QString source = chart.states[std::size_t(transition.source)].id;
        QString descriptor;
        switch (transition.kind) {
        case Kind::Event: descriptor = transition.event; break;
        case Kind::Always: break;
        case Kind::After: descriptor = QStringLiteral("xstate.after.%1.%2").arg(transition.event, source); break;
        case Kind::StateDone: descriptor = QStringLiteral("xstate.done.state.") + source; break;
        case Kind::TaskDone: descriptor = QStringLiteral("xstate.done.actor.") + transition.event; break;
        case Kind::TaskError: descriptor = QStringLiteral("xstate.error.actor.") + transition.event; break;
        }
        QStringList words{source, descriptor};
        for (const int target : transition.targets)
            words << chart.states[std::size_t(target)].id;
        if (now->taken.contains(words.join(QLatin1Char(' '))))
            out.insert(transition.pointer);
    }
    return out;
}

QSet<QString> Simulator::open() const
{
    QSet<QString> out;
    const api::Chart &chart = m_model.chart();
    for (const auto &event : m_simulation.events) {
        for (const auto &transition : chart.transitions) {
            if (transition.kind == api::ChartTransition::Kind::Event && transition.event == event.descriptor
                && chart.states[std::size_t(transition.source)].id == event.source)
                out.insert(transition.pointer);
        }
    }
    return out;
}

} // namespace hs::ui
