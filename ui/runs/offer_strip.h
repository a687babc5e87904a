#pragma once

#include <QFrame>

#include "ui/runs/run_offers.h"
#include "ui/theme/theme.h"

class QLabel;
class QPushButton;

namespace hs::ui {

/// The two most wanted offers as buttons with their consequence beside them, and a menu with all others. What is
/// not possible is disabled and says why.
class OfferStrip final : public QWidget {
    Q_OBJECT
public:
    explicit OfferStrip(const Theme &theme, QWidget *parent = nullptr);

    void setOffers(std::vector<RunOffer> offers);
    [[nodiscard]] const std::vector<RunOffer> &offers() const { return m_offers; }

Q_SIGNALS:
    void wanted(const hs::ui::RunOffer &offer);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Row {
        QPushButton *button;
        QLabel *words;
    };
    void fillRow(const Row &row, const RunOffer &offer);
    void openMenu();
    void arrange(bool narrow);

    const Theme &m_theme;
    std::vector<RunOffer> m_offers;
    bool m_narrow = false;
    Row m_retry;
    Row m_again;
    QPushButton *m_more;
};

} // namespace hs::ui
