#include "ui/designer/design_model.h"

#include <algorithm>
#include <limits>

#include <QUndoCommand>

namespace hs::ui {

/// One piece of text for another. Typing goes on in the same step until it pauses elsewhere or breaks the line.
class DesignModel::Step final : public QUndoCommand {
public:
    Step(DesignModel &model, int at, QString removed, QString added, const QString &words, bool typing)
        : QUndoCommand(words), m_model(model), m_at(at), m_removed(std::move(removed)), m_added(std::move(added)), m_typing(typing)
    {
    }
    void undo() override { m_model.replace(m_at, int(m_added.size()), m_removed); }
    void redo() override { m_model.replace(m_at, int(m_removed.size()), m_added); }
    [[nodiscard]] int id() const override { return m_typing ? 1 : -1; }
    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = static_cast<const Step *>(other);
        if (m_added.contains(QLatin1Char('\n')) || next->m_added.contains(QLatin1Char('\n')))
            return false;
        if (next->m_removed.isEmpty() && next->m_at == m_at + m_added.size()) {
            m_added += next->m_added;
            return true;
        }
        if (next->m_added.isEmpty() && m_added.isEmpty() && next->m_at + next->m_removed.size() == m_at) { // backspaces
            m_removed.prepend(next->m_removed);
            m_at = next->m_at;
            return true;
        }
        return false;
    }

private:
    DesignModel &m_model;
    int m_at;
    QString m_removed;
    QString m_added;
    bool m_typing;
};

DesignModel::DesignModel(api::Engine &engine, QObject *parent) : QObject(parent), m_engine(engine)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(PauseMs);
    connect(&m_pause, &QTimer::timeout, this, &DesignModel::ask);
}

void DesignModel::open(const QString &text, bool saved)
{
    m_undo.clear();
    m_edits.clear();
    m_text = text;
    m_saved = saved;
    m_old = true;
    m_chart = {};
    m_findings.clear();
    m_selected = {};
    m_wanted = {};
    ++m_revision;
    Q_EMIT opened();
    Q_EMIT textChanged();
    Q_EMIT selectionChanged();
    ask();
}

void DesignModel::setSaved()
{
    m_saved = true;
    m_undo.setClean();
    Q_EMIT textChanged();
}

void DesignModel::typed(int at, int removed, const QString &added)
{
    if (removed == 0 && added.isEmpty())
        return;
    m_byPane = true;
    m_undo.push(new Step(*this, at, m_text.mid(at, removed), added, tr("Typing"), true));
    m_byPane = false;
}

void DesignModel::replace(int at, int removed, const QString &added)
{
    m_text.replace(at, removed, added);
    ++m_revision;
    m_old = true;
    if (!m_byPane)
        Q_EMIT textReplaced(at, removed, added);
    m_pause.start();
    Q_EMIT textChanged();
}

void DesignModel::takeOver(const QString &text, const QString &words)
{
    // Only what differs: the pane keeps its place, and undo its measure.
    const qsizetype most = std::min(text.size(), m_text.size());
    qsizetype head = 0;
    while (head < most && text[head] == m_text[head])
        ++head;
    qsizetype tail = 0;
    while (tail < most - head && text[text.size() - 1 - tail] == m_text[m_text.size() - 1 - tail])
        ++tail;
    const QString removed = m_text.mid(head, m_text.size() - head - tail);
    const QString added = text.mid(head, text.size() - head - tail);
    if (!removed.isEmpty() || !added.isEmpty())
        m_undo.push(new Step(*this, int(head), removed, added, words, false));
}

void DesignModel::edit(const api::DefinitionEdit &edit, const QString &words)
{
    m_edits.push_back({edit, words});
    if (!m_editing)
        editNext();
}

void DesignModel::editNext()
{
    if (m_edits.empty())
        return;
    m_editing = true;
    const auto [edit, words] = m_edits.front();
    m_edits.pop_front();
    m_engine.ask(api::EditDefinitionQuery{m_text, edit}, this, [this, words = words, revision = m_revision](Result<api::EditedDefinition> edited) {
        m_editing = false;
        if (!edited) {
            m_edits.clear(); // those that waited meant a text that is not there
            Q_EMIT editFailed(edited.error());
            return;
        }
        if (revision != m_revision) {
            m_edits.clear();
            Q_EMIT editFailed(Error{Errc::Conflict, "the text was changed meanwhile", {}, "do it once more", {}});
            return;
        }
        takeOver(edited->text, words);
        m_wanted = edited->pointer.isNull() ? QStringLiteral("") : edited->pointer;
        m_pause.stop();
        ask(); // nobody is typing: at once
        editNext();
    });
}

void DesignModel::ask()
{
    m_engine.ask(api::ChartQuery{m_text}, this, [this, revision = m_revision](Result<api::Chart> chart) {
        if (revision != m_revision)
            return;
        if (!chart) {
            Q_EMIT readingFailed(chart.error());
            return;
        }
        m_findings = chart->findings;
        m_old = !chart->readable;
        if (chart->readable) {
            m_chart = std::move(*chart);
            if (!m_wanted.isNull())
                m_selected = itemAround(m_wanted);
            m_wanted = {};
        }
        Q_EMIT chartChanged();
        Q_EMIT selectionChanged();
    });
}

/// The state or transition that a place belongs to: of notes and tasks the state, of `setup` the whole.
QString DesignModel::itemAround(QString pointer) const
{
    const auto is = [&pointer](const auto &item) { return item.pointer == pointer; };
    while (!pointer.isEmpty() && std::none_of(m_chart.states.begin(), m_chart.states.end(), is)
           && std::none_of(m_chart.transitions.begin(), m_chart.transitions.end(), is))
        pointer.truncate(std::max<qsizetype>(0, pointer.lastIndexOf(QLatin1Char('/'))));
    return pointer.isEmpty() ? QStringLiteral("") : pointer;
}

/// A stack that goes tells of its last change; by then what that would be answered from is gone.
DesignModel::~DesignModel()
{
    m_undo.disconnect();
}

int DesignModel::errors() const
{
    return int(std::count_if(m_findings.begin(), m_findings.end(), [](const auto &finding) { return finding.error; }));
}

void DesignModel::select(const QString &pointer)
{
    if (m_selected == pointer && m_selected.isNull() == pointer.isNull())
        return;
    m_selected = pointer;
    Q_EMIT selectionChanged();
}

QString DesignModel::itemAt(int offset) const
{
    QString found;
    int shortest = std::numeric_limits<int>::max();
    const auto look = [&](const api::TextRange &range, const QString &pointer) {
        if (offset >= range.offset && offset <= range.offset + range.length && range.length <= shortest) {
            shortest = range.length;
            found = pointer.isNull() ? QStringLiteral("") : pointer;
        }
    };
    for (const auto &state : m_chart.states)
        look(state.range, state.pointer);
    for (const auto &transition : m_chart.transitions)
        look(transition.range, transition.pointer);
    return found;
}

} // namespace hs::ui
