#pragma once

#include <QWidget>

#include "ui/activity/activity_models.h"
#include "ui/activity/pager.h"
#include "ui/shell/view_context.h"

namespace hs::ui {

class ContentStates;
class RowView;

/// The audit of one case: who did what, when, why. Read only; can be copied.
class CaseAudit final : public QWidget {
    Q_OBJECT
public:
    explicit CaseAudit(ViewContext &context, QWidget *parent = nullptr);
    void setObject(const QString &object);
    void refresh();

private:
    void copy();

    ViewContext &m_context;
    AuditModel m_model;
    Pager<api::AuditQuery, api::AuditRow> m_pager;
    RowView *m_list;
    ContentStates *m_states;
    QString m_object;
};

} // namespace hs::ui
