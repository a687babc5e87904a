#pragma once

#include <QDialog>
#include <QTimer>

#include "engine/api/knowledge.h"
#include "ui/shell/view_context.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace hs::ui {

class SearchField;

/// A question and the document that answers it, or that none does.
class CheckDialog final : public QDialog {
    Q_OBJECT
public:
    CheckDialog(ViewContext &context, api::KnowledgeCheck check, QWidget *parent);

    [[nodiscard]] api::KnowledgeCheck check() const;
    [[nodiscard]] QLineEdit *question() const { return m_question; }
    [[nodiscard]] QListWidget *documents() const { return m_documents; }
    [[nodiscard]] QCheckBox *none() const { return m_none; }

private:
    void ask(const QString &text);
    void updateSave();

    ViewContext &m_context;
    api::KnowledgeCheck m_check;
    quint64 m_number = 0;
    QLineEdit *m_question;
    QCheckBox *m_none;
    SearchField *m_field;
    QListWidget *m_documents;
    QLabel *m_said;
    QPushButton *m_save = nullptr;
};

} // namespace hs::ui
