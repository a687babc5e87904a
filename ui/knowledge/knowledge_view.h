#pragma once

#include <QTimer>

#include "engine/api/knowledge.h"
#include "ui/shell/dock_view.h"

class QBoxLayout;
class QPushButton;
class QStackedWidget;

namespace hs::ui {

class DropVeil;
class IndexState;
class QualityPage;
class SearchPage;
class SourcesPage;

/// The Knowledge dock: one field for questions and words with its answers and passages, the sources behind them, and how well
/// they are found. What is dropped onto it becomes a source.
class KnowledgeView final : public DockView {
    Q_OBJECT
public:
    enum class Page { Search, Sources, Quality };

    explicit KnowledgeView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    [[nodiscard]] QList<QAction *> headerActions() const override { return m_headerActions; }
    void refresh() override;
    void find() override; ///< to the field for questions, whichever page is shown
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    /// A place in a document, a passage, or a question (see `Navigator`).
    void showObject(const QString &kind, const QString &id) override;

    void showPage(Page page);
    [[nodiscard]] Page page() const;
    [[nodiscard]] SearchPage &search() const { return *m_search; }
    [[nodiscard]] SourcesPage &sources() const { return *m_sources; }
    [[nodiscard]] QualityPage &quality() const { return *m_quality; }
    [[nodiscard]] IndexState &index() const { return *m_index; }
    [[nodiscard]] QPushButton *tab(Page page) const { return m_tabs[int(page)]; }
    [[nodiscard]] DropVeil &veil() const { return *m_veil; }

    // ---- with the chosen passage ----
    void openSource();
    void quote();
    void pin();
    void copy();
    void report();
    void makeCheck(); ///< the question, with this passage's document as the right one

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeActions();
    void makePassageActions();
    void updateActions();
    void askStatus();
    void pause(bool paused);
    void showAddMenu(QWidget *under);
    void sourceAdded();

    QTimer m_soon;
    bool m_asking = false;
    bool m_again = false;
    bool m_known = false; ///< the status
    qint64 m_minute = 0;

    QBoxLayout *m_head;
    QPushButton *m_tabs[3] = {};
    IndexState *m_index;
    QStackedWidget *m_pages;
    SearchPage *m_search;
    SourcesPage *m_sources;
    QualityPage *m_quality;
    DropVeil *m_veil;
    QList<QAction *> m_headerActions;
    QAction *m_add = nullptr;
    QList<QAction *> m_addActions;
    QAction *m_pauseAction = nullptr;
    QAction *m_open = nullptr;
    QAction *m_quote = nullptr;
    QAction *m_pin = nullptr;
    QAction *m_copy = nullptr;
    QAction *m_report = nullptr;
    QAction *m_why = nullptr;
    QAction *m_check = nullptr;
};

} // namespace hs::ui
