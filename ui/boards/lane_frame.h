#pragma once

#include <QToolButton>
#include <QWidget>

#include "ui/boards/board_lane.h"

class QLabel;

namespace hs::ui {

/// A lane with its head: a button with the name that folds and unfolds it, and how many
/// cards it holds. Without a head it is the whole board.
class LaneFrame final : public QWidget {
    Q_OBJECT
public:
    LaneFrame(ViewContext &context, const Directory &directory, CardMarks &marks, const QString &key, bool withHead, QWidget *parent = nullptr);

    [[nodiscard]] const QString &key() const { return m_key; }
    [[nodiscard]] BoardLane &lane() const { return *m_lane; }
    [[nodiscard]] QToolButton &head() const { return *m_head; }
    void setTitle(const QString &title);
    void setCount(qint64 cards);
    [[nodiscard]] bool isFolded() const { return m_folded; }
    void setFolded(bool folded);
    /// Whether any part of it is within `seen`, a rectangle in the coordinates of its parent; it asks for cards only then.
    void lookAt(const QRect &seen);

Q_SIGNALS:
    void foldedChanged(bool folded);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateHead();
    void updateHeight();

    ViewContext &m_context;
    QString m_key;
    QString m_title;
    qint64 m_count = 0;
    bool m_withHead;
    bool m_folded = false;
    QWidget *m_headRow = nullptr;
    QToolButton *m_head = nullptr;
    QLabel *m_cards = nullptr;
    BoardLane *m_lane = nullptr;
};

} // namespace hs::ui
