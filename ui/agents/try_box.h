#pragma once

#include <QWidget>

#include "ui/shell/view_context.h"

class QFrame;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

/// What an agent would do with some words, by its rules; nothing is written and nobody is told. Ctrl+Enter tries.
class TryBox final : public QWidget {
    Q_OBJECT
public:
    explicit TryBox(ViewContext &context, QWidget *parent = nullptr);

    void setAgent(const QString &agent, const QString &name);
    void tryIt();
    [[nodiscard]] QPlainTextEdit *field() const { return m_words; }
    [[nodiscard]] QPushButton *button() const { return m_try; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showTrial(const api::Trial &trial);
    void showError(const QString &text);
    void updateButton();

    ViewContext &m_context;
    QString m_agent;
    QPlainTextEdit *m_words;
    QPushButton *m_try;
    QFrame *m_result;
    QVBoxLayout *m_lines;
    bool m_busy = false;
};

} // namespace hs::ui
