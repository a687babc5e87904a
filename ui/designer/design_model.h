#pragma once

#include <deque>

#include <QObject>
#include <QTimer>
#include <QUndoStack>

#include "engine/api/engine.h"

namespace hs::ui {

/// A definition under work: its text, what the engine reads in it, what is chosen, and the way back. The text is the one
/// truth; the picture asks for changes of it. Questions wait until typing pauses; an answer to a text that is gone is
/// dropped. GUI thread.
class DesignModel final : public QObject {
    Q_OBJECT
public:
    static constexpr int PauseMs = 150; ///< of typing, before the engine is asked

    explicit DesignModel(api::Engine &engine, QObject *parent = nullptr);
    ~DesignModel() override;

    /// Another definition; forgets the way back. `saved`: it stands like this in the engine.
    void open(const QString &text, bool saved);
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] bool isChanged() const { return !m_saved || !m_undo.isClean(); }
    void setSaved();

    /// A change that the text pane has made already.
    void typed(int at, int removed, const QString &added);
    /// Asks the engine for the changed text and takes it over; `words` name the step for undo ("Rename state").
    /// One change at a time: another waits for the one under way.
    void edit(const api::DefinitionEdit &edit, const QString &words);
    [[nodiscard]] QUndoStack &undoStack() { return m_undo; }

    /// The last text that was JSON, as it is drawn.
    [[nodiscard]] const api::Chart &chart() const { return m_chart; }
    [[nodiscard]] const std::vector<api::ChartFinding> &findings() const { return m_findings; }
    /// The picture shows an older text: this one is not JSON, or its answer is under way.
    [[nodiscard]] bool isPictureOld() const { return m_old; }
    [[nodiscard]] int errors() const;

    /// The pointer of the chosen state or transition; null: none. The root's is empty, not null.
    [[nodiscard]] const QString &selected() const { return m_selected; }
    void select(const QString &pointer);
    /// The innermost state or transition around a place in the text; null: none.
    [[nodiscard]] QString itemAt(int offset) const;

Q_SIGNALS:
    /// To be done in the pane by whoever shows the text. Not sent for `typed`.
    void textReplaced(int at, int removed, const QString &added);
    void opened();
    void textChanged();   ///< by whatever way
    void chartChanged();  ///< also its findings
    void selectionChanged();
    void editFailed(const hs::Error &error);
    void readingFailed(const hs::Error &error);

private:
    class Step;
    void replace(int at, int removed, const QString &added);
    void takeOver(const QString &text, const QString &words);
    void ask();
    void editNext();
    [[nodiscard]] QString itemAround(QString pointer) const;

    struct Waiting {
        api::DefinitionEdit edit;
        QString words;
    };
    api::Engine &m_engine;
    QString m_text;
    QUndoStack m_undo;
    QTimer m_pause;
    api::Chart m_chart;
    std::vector<api::ChartFinding> m_findings;
    QString m_selected;
    QString m_wanted; ///< selected when its chart is there
    bool m_saved = false;
    bool m_old = true;
    std::deque<Waiting> m_edits; ///< the first is under way while `m_editing`
    bool m_editing = false;
    bool m_byPane = false; ///< the change that is pushed stands in the pane already
    quint64 m_revision = 0; ///< of the text
};

} // namespace hs::ui
