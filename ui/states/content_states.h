#pragma once

#include <functional>

#include <QDateTime>
#include <QLabel>
#include <QPointer>
#include <QStackedLayout>
#include <QTimer>
#include <QWidget>

#include "engine/vocabulary/result.h"
#include "ui/theme/theme.h"

class QBoxLayout;
class QFrame;
class QPushButton;

namespace hs::ui {

/// What a view shows when there is nothing. Different for "nothing yet",
/// "nothing matches" and "all done".
struct EmptyState {
    QString icon;
    QString title;
    QString sentence;
    QString button; ///< empty: none
    std::function<void()> act;
    Tone tone = Tone::Accent;
};

struct FailureState {
    QString what;       ///< "The escalations could not be read."
    QDateTime since;    ///< when it began; invalid: unknown
    QString stillWorks; ///< "You see what was read last."
    Error error;        ///< details, copyable
    std::function<void()> retry; ///< empty: no button
};

/// Stands around a view's content and shows what state it is in. Content stays
/// visible while loading and after errors; bars on top tell the rest.
class ContentStates final : public QWidget {
    Q_OBJECT
public:
    /// `content` becomes a child.
    ContentStates(const Theme &theme, QWidget *content, QWidget *parent = nullptr);

    /// A question to the engine is under way. Before the first content, skeleton
    /// rows appear after 150 ms; later only a thin bar does.
    void beginLoading();
    /// The answer came and there is something to show. Clears failure and emptiness.
    void showContent();
    /// The answer came and there is nothing.
    void showEmpty(const EmptyState &state);
    /// The question failed. What was shown before stays.
    void showFailure(const FailureState &failure);
    void clearFailure();
    /// The caller's role is not enough.
    void showNoPermission(const QString &needed, const QString &whoCanGive);
    /// One line above the content, empty: none. "3 of 4 sources answered", "2 changes wait for Notion".
    void setPartial(const QString &sentence);
    void setOffline(const QString &sentence);

    [[nodiscard]] bool isLoading() const { return m_loading; }
    [[nodiscard]] bool showsContent() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void endLoading();
    void fitEmpty();
    QWidget *makeEmpty();
    QWidget *makeSkeleton();
    QFrame *makeFailureBar();

    const Theme &m_theme;
    QWidget *m_content;
    QStackedLayout *m_stack;
    QWidget *m_emptyPage;
    QLabel *m_emptyIcon;
    QLabel *m_emptyTitle;
    QLabel *m_emptySentence;
    QPushButton *m_emptyButton;
    QWidget *m_skeleton;
    QWidget *m_bar;
    QFrame *m_failureBar;
    QBoxLayout *m_failureRow;
    QLabel *m_failureText;
    QLabel *m_failureMore;
    QPushButton *m_retry;
    QPushButton *m_details;
    QFrame *m_partialBar;
    QLabel *m_partialText;
    QFrame *m_offlineBar;
    QLabel *m_offlineText;
    QTimer m_skeletonDelay;
    QTimer m_barDelay;
    EmptyState m_empty;
    FailureState m_failure;
    bool m_loading = false;
    bool m_hadContent = false;
};

} // namespace hs::ui
