#pragma once

#include <QTextBrowser>

#include "ui/shell/view_context.h"

namespace hs::ui {

/// Markdown as it reads. Nothing is ever loaded for it: no picture, no style sheet, no file. A picture is told by its
/// words, as a link; a link opens outside the console, once a person has said yes.
class PagePreview final : public QTextBrowser {
    Q_OBJECT
public:
    explicit PagePreview(ViewContext &context, QWidget *parent = nullptr);

    void showMarkdown(const QString &text);

private:
    void render();

    ViewContext &m_context;
    QString m_text;
};

} // namespace hs::ui
