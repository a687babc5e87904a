#pragma once

#include <QDialog>
#include <QFrame>

#include "engine/api/thinking.h"
#include "ui/lists/keyed_list_model.h"
#include "ui/shell/view_context.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace hs::ui {

class ContentStates;
class SearchField;
class VirtualList;

/// What a macro's placeholders stand for. What is empty stays a placeholder, so that nobody sends a gap.
struct MacroValues {
    QString clientName;
    QString agent;
    QString studio;
    QString person; ///< {operator}
    QString today;
};
/// The text with its placeholders filled in: {client_name}, {agent}, {studio}, {operator}, {today}. Others stay.
[[nodiscard]] QString filled(const QString &text, const MacroValues &values);

/// Macros that match a search, by title.
class MacroModel final : public KeyedListModel<api::Macro> {
    Q_OBJECT
public:
    using KeyedListModel::KeyedListModel;

    void setMacros(std::vector<api::Macro> macros);
    void setSearch(const QString &text); ///< every word must be in the title or the text
    [[nodiscard]] bool hasAny() const { return !m_all.empty(); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] QString keyOf(const api::Macro &macro) const override { return macro.id; }
    [[nodiscard]] bool same(const api::Macro &a, const api::Macro &b) const override
    {
        return a.title == b.title && a.text == b.text && a.entity == b.entity && a.note == b.note;
    }

private:
    void show();

    std::vector<api::Macro> m_all;
    QString m_search;
};

/// The list of macros over the composer: type to find one, arrows and Enter choose it.
class MacroPopup final : public QFrame {
    Q_OBJECT
public:
    /// `entity`: macros of this business and of all.
    MacroPopup(ViewContext &context, const QString &entity, QWidget *parent);

    void openOver(QWidget *button);
    [[nodiscard]] VirtualList &list() const { return *m_list; }
    [[nodiscard]] SearchField &search() const { return *m_search; }

Q_SIGNALS:
    void chosen(const hs::api::Macro &macro);
    void manageAsked();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void ask();
    void showState();
    void choose(int row);

    ViewContext &m_context;
    QString m_entity;
    MacroModel m_model;
    SearchField *m_search;
    ContentStates *m_states;
    VirtualList *m_list;
};

/// Makes, changes and deletes macros.
class MacroDialog final : public QDialog {
    Q_OBJECT
public:
    explicit MacroDialog(ViewContext &context, QWidget *parent);

    void startNew();
    void save();
    [[nodiscard]] VirtualList &list() const { return *m_list; }
    [[nodiscard]] QLineEdit &titleField() const { return *m_title; }
    [[nodiscard]] QPlainTextEdit &textField() const { return *m_text; }
    [[nodiscard]] QPushButton &saveButton() const { return *m_save; }
    [[nodiscard]] QPushButton &deleteButton() const { return *m_delete; }

Q_SIGNALS:
    void changed();

private:
    void ask(const QString &select);
    void load(const api::Macro &macro);
    void askDelete();
    void updateButtons();
    void tell(const QString &text, bool trouble);

    ViewContext &m_context;
    MacroModel m_model;
    api::Macro m_macro;
    ContentStates *m_states;
    VirtualList *m_list;
    QLineEdit *m_title;
    QPlainTextEdit *m_text;
    QComboBox *m_entity;
    QCheckBox *m_note;
    QLabel *m_said;
    QPushButton *m_save;
    QPushButton *m_delete;
};

} // namespace hs::ui
