#pragma once

#include <functional>
#include <vector>

#include <QDialog>
#include <QStringList>

#include "engine/api/rows.h"

class QComboBox;
class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;

namespace hs::ui {

/// Asks for the reason of a step: one from the entity's list, words of one's own, or both.
class ReasonDialog final : public QDialog {
    Q_OBJECT
public:
    struct Ask {
        QString title;
        QString text;        ///< what happens when it is accepted
        QString accept;      ///< text of the button
        bool danger = false; ///< the button is a warning
        bool required = true;
        QStringList reasons;
        QString reason;      ///< what was chosen before
        /// Choices that go with the step (key, text), as radio buttons; the first is set.
        std::vector<std::pair<QString, QString>> choices = {};
    };
    ReasonDialog(const Ask &ask, QWidget *parent);

    [[nodiscard]] QString reason() const; ///< trimmed
    [[nodiscard]] QString choice() const; ///< key of the choice; empty without choices

    /// Shows it over `parent`, without waiting. `accepted` hears reason and choice.
    static ReasonDialog *ask(const Ask &ask, QWidget *parent,
                             std::function<void(const QString &reason, const QString &choice)> accepted);

private:
    void check();

    bool m_required;
    QComboBox *m_list = nullptr;
    QPlainTextEdit *m_words = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_accept = nullptr;
    std::vector<std::pair<QString, QRadioButton *>> m_choices;
};

/// Asks for the person who is to take something: present people first, with their load.
class PersonDialog final : public QDialog {
    Q_OBJECT
public:
    PersonDialog(const QString &title, std::vector<api::OperatorRow> people, bool withReason, QWidget *parent);
    [[nodiscard]] QString person() const; ///< operator id; empty: none is chosen
    [[nodiscard]] QString reason() const;

    /// Present people first, then the less loaded, then by name.
    static void sort(std::vector<api::OperatorRow> &people);

private:
    QListWidget *m_list;
    QPlainTextEdit *m_words = nullptr;
    QPushButton *m_accept;
};

} // namespace hs::ui
