#pragma once

#include <QString>
#include <QStringList>

namespace hs::ui {

/// What of weight a person changed in a proposed reply. Such a change needs a reason.
struct RiskyChange {
    bool amount = false;
    bool date = false;
    bool recipient = false;

    [[nodiscard]] bool any() const { return amount || date || recipient; }
    friend bool operator==(const RiskyChange &, const RiskyChange &) = default;
};

/// Compares the amounts (money and percentages), the dates and times, and the
/// recipients (e-mail addresses, telephone numbers, and who is greeted) that two
/// texts name. Their order and way of writing do not count: "£1,250.00" is
/// "1250 £"; "12 March" is "March 12th"; "Helen" is "Mrs Helen Ashworth".
/// Pure, any thread, O(n). Knows English, German, French and Spanish.
[[nodiscard]] RiskyChange riskyChange(const QString &before, const QString &after);

// The parts, in one comparable form, sorted. Public for their tests.
[[nodiscard]] QStringList amountsIn(const QString &text);    ///< "GBP 1250.00", "% 10"
[[nodiscard]] QStringList datesIn(const QString &text);      ///< "2026-03-12", "--03-12", "day 4", "16:00"
[[nodiscard]] QStringList recipientsIn(const QString &text); ///< "helen@ashworth.example", "+442079460000"

} // namespace hs::ui
