#pragma once

#include <functional>

#include <QFrame>
#include <QJsonObject>

#include "engine/api/rows.h"
#include "ui/records/field_editor.h"

namespace hs::ui {

/// Fields that two people changed at the same time, both values side by side, one of which is chosen.
class ConflictBox final : public QFrame {
    Q_OBJECT
public:
    /// `base`: what both began with; `mine`: all fields as they are edited here.
    ConflictBox(ViewContext &context, FieldNames names, const api::DatabaseInfo &database, const QJsonObject &base, const QJsonObject &mine,
                const api::RecordRow &theirs, QWidget *parent);
    void takeFocus();

Q_SIGNALS:
    /// Changes of mine that shall be saved over theirs; empty: theirs stand.
    void settled(const QJsonObject &changes);

private:
    QWidget *m_settle = nullptr;
};

} // namespace hs::ui
