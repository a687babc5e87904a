#pragma once

#include <QScrollArea>
#include <QTimer>

#include "ui/knowledge/pdf_pages.h"
#include "ui/theme/theme.h"

class QLabel;
class QToolButton;

namespace hs::ui {

class PdfSheet;

/// A page of a PDF file with a passage marked in it, and the way to the next one.
class PdfView final : public QWidget {
    Q_OBJECT
public:
    explicit PdfView(const Theme &theme, QWidget *parent = nullptr);

    /// Shows `page` (from 1) of a file and marks `passage` where it is found on it.
    void open(const QString &path, int page, const QString &passage, const QString &title);
    void close();
    void turn(int by);      ///< pages
    void zoom(int steps);   ///< of a fifth; 0: the page as wide as the view
    [[nodiscard]] int page() const { return m_page; }
    [[nodiscard]] int pages() const { return m_pages; }
    [[nodiscard]] bool hasPicture() const;
    [[nodiscard]] int boxes() const; ///< places that are marked on the shown page

Q_SIGNALS:
    void opened(); ///< a first page is there
    void failed(); ///< no such file, or none that can be drawn

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void ask();
    void take(const PdfPage &page);
    void showPlace();

    const Theme &m_theme;
    PdfPages m_drawer;
    QString m_path;
    QString m_passage;
    QString m_title;
    int m_passagePage = 1;
    int m_page = 1;
    int m_pages = 0;
    double m_zoom = 1; ///< of the view's width
    bool m_opened = false;
    QTimer m_soon; ///< after a change of size
    QToolButton *m_back;
    QToolButton *m_forward;
    QToolButton *m_smaller;
    QToolButton *m_larger;
    QToolButton *m_wide;
    QLabel *m_where;
    QScrollArea *m_area;
    PdfSheet *m_sheet;
};

} // namespace hs::ui
