#pragma once

#include <QHash>
#include <QWidget>

#include "engine/api/notion.h"
#include "ui/records/field_editor.h"

class QFrame;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace hs::ui {

class ContentStates;
class PagePreview;
class TextConflictBox;

/// The text inside a record's page, as it is written (Markdown) or as it reads: how it stands with Notion, who changed it,
/// and a way to change it. What is typed is never overwritten: it waits where another record is looked at meanwhile, and
/// stands beside the other text where both were changed. GUI thread.
class RecordTextPanel final : public QWidget {
    Q_OBJECT
public:
    RecordTextPanel(ViewContext &context, FieldNames names, QWidget *parent = nullptr);

    void show(const QString &record, const QString &title);
    void refresh();
    void tick();
    [[nodiscard]] const QString &record() const { return m_record; }
    [[nodiscard]] const api::RecordText &text() const { return m_text; }
    [[nodiscard]] bool isDirty() const { return m_dirty; }
    void save();
    void discard();
    /// The record is gone: so is what was typed for it.
    void forget(const QString &record);
    /// Titles of the records for which something is typed and not saved.
    [[nodiscard]] QStringList unsaved() const;
    void showPreview(bool on);
    [[nodiscard]] QPlainTextEdit *editor() const { return m_editor; }
    [[nodiscard]] PagePreview *preview() const { return m_preview; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Draft {
        QString title;
        QString base; ///< the stored text that it began with
        QString text;
    };
    QWidget *makePage();
    void take(const api::RecordText &text);
    void showState();
    void onEdited();
    [[nodiscard]] QString typed() const;
    [[nodiscard]] bool isComposing() const; ///< an input method is in the midst of a word
    /// The editor shows the stored text, and nothing is typed.
    void fill(const QString &text);
    /// The stored text is this one now; what is typed stays.
    void rebase(const QString &text);
    /// As if a person had typed it, so that they can take it back.
    void replaceBy(const QString &text);
    void putAside();
    void put();
    void answered(const Result<api::Receipt> &receipt, const QString &text);
    void answeredLate(const QString &record, const Result<api::Receipt> &receipt, const QString &text);
    void meetConflict(const Error &refused);
    void showConflict(const api::RecordText &theirs);
    void endConflict();
    void readFromNotion();
    void readByItself();
    void sayProblem(const QString &what, const Error &error);
    [[nodiscard]] QString who(const QString &name) const;
    [[nodiscard]] QString whyReadOnly() const; ///< a sentence; empty: it can be changed
    [[nodiscard]] bool hasPage() const;        ///< in Notion

    ViewContext &m_context;
    FieldNames m_names;
    QString m_record;
    QString m_title;
    api::RecordText m_text;
    QString m_base;  ///< the stored text that editing began with
    QString m_shown; ///< and how the editor told it then
    QHash<QString, Draft> m_drafts; ///< of other records, by their ids
    int m_question = 0;   ///< rises with all that makes an answer under way worthless
    bool m_known = false; ///< an answer came
    bool m_dirty = false;
    bool m_loading = false;
    bool m_again = false;
    bool m_saving = false;
    bool m_reading = false;
    bool m_wasRead = false; ///< by itself, since the record is shown

    ContentStates *m_states;
    QVBoxLayout *m_column = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_about = nullptr;
    QLabel *m_error = nullptr;
    QLabel *m_readOnly = nullptr;
    QFrame *m_problem = nullptr;
    QLabel *m_problemText = nullptr;
    QFrame *m_notice = nullptr;
    QLabel *m_noticeText = nullptr;
    TextConflictBox *m_conflict = nullptr;
    QPushButton *m_toggle = nullptr;
    QPushButton *m_read = nullptr;
    QStackedWidget *m_stack = nullptr;
    QPlainTextEdit *m_editor = nullptr;
    PagePreview *m_preview = nullptr;
    QWidget *m_bar = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_discard = nullptr;
};

} // namespace hs::ui
