#pragma once

#include <QWidget>

#include "engine/api/commands.h"
#include "ui/theme/theme.h"

class QComboBox;
class QLineEdit;

namespace hs::ui {

/// Name, initials and optional PIN of an operator; the role where one is asked.
class PersonForm final : public QWidget {
    Q_OBJECT
public:
    PersonForm(const Theme &theme, bool withRole, QWidget *parent = nullptr);

    [[nodiscard]] api::AddOperator command() const;
    [[nodiscard]] QString problem() const; ///< what is missing or wrong, a sentence; empty: nothing
    [[nodiscard]] QLineEdit *firstField() const { return m_name; }

private:
    QLineEdit *m_name;
    QLineEdit *m_initials;
    QLineEdit *m_pin;
    QLineEdit *m_again;
    QComboBox *m_role = nullptr;
};

} // namespace hs::ui
