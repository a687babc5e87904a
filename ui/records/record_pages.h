#pragma once

#include <array>

#include <QWidget>

#include "ui/records/record_form.h"
#include "ui/records/record_history.h"
#include "ui/records/record_mirror.h"
#include "ui/records/record_text.h"

class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace hs::ui {

/// What is known of one record on four pages: its fields, the text inside its page, the history of both, its page in
/// Notion. What is not in front is asked when it comes to the front.
class RecordPages final : public QWidget {
    Q_OBJECT
public:
    enum class Page { Fields, Text, History, Notion };

    explicit RecordPages(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] RecordForm &form() const { return *m_form; }
    [[nodiscard]] RecordTextPanel &text() const { return *m_text; }
    [[nodiscard]] RecordHistory &history() const { return *m_history; }
    [[nodiscard]] RecordMirrorPanel &mirror() const { return *m_mirror; }
    [[nodiscard]] Page page() const;
    void showPage(Page page);
    /// Another record is in the form, or the same one anew.
    void follow();

private:
    ViewContext &m_context;
    QWidget *m_bar;
    std::array<QPushButton *, 4> m_tabs{};
    QStackedWidget *m_stack;
    QScrollArea *m_scroll;
    RecordForm *m_form;
    RecordTextPanel *m_text;
    RecordHistory *m_history;
    RecordMirrorPanel *m_mirror;
};

} // namespace hs::ui
