#pragma once

#include <QFrame>

#include "engine/api/rows.h"
#include "ui/shell/view_context.h"

class QLabel;
class QToolButton;

namespace hs::ui {

/// One integration at a glance: symbol, state as icon, word and colour, its main
/// number, one sentence, the last hour as a line and the last day as 24 beats,
/// the next try, rate budget and address. A button: click, Enter or Space opens it.
class IntegrationCardWidget final : public QFrame {
    Q_OBJECT
public:
    explicit IntegrationCardWidget(ViewContext &context, QWidget *parent = nullptr);

    void setCard(const api::IntegrationCard &card);
    [[nodiscard]] const api::IntegrationCard &card() const { return m_card; }
    void setSentence(const QString &sentence); ///< in the reader's language, instead of the card's
    void tick(); ///< what counts down

Q_SIGNALS:
    void opened(const QString &name);
    void menuWanted(const QString &name, const QPoint &globalPos);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    class Chart;
    void refresh();

    ViewContext &m_context;
    api::IntegrationCard m_card;
    QString m_told; ///< empty: the card's own sentence
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_state;
    QLabel *m_value;
    QLabel *m_word;
    QLabel *m_sentence;
    QLabel *m_more;
    Chart *m_spark;
    Chart *m_beats;
    QWidget *m_addressRow;
    QLabel *m_address;
    QToolButton *m_copy;
    bool m_keyFocus = false;
};

} // namespace hs::ui
