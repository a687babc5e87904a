#pragma once

#include <QString>

class QWidget;

namespace hs::test {

/// Answers come from the door's own thread, rows are laid out when the loop runs dry, and skeletons wait 150 ms.
void settle();

/// Takes pictures of widgets into a folder.
class Camera {
public:
    explicit Camera(const QString &folder);

    void take(QWidget *what, const QString &name);
    /// The dialog that is up now. One that did not come up is a fault of the program, not a picture less.
    void takeDialog(const QString &name, bool shut = true);
    [[nodiscard]] bool failed() const { return m_failed; }
    [[nodiscard]] int taken() const { return m_taken; }

private:
    QString m_folder;
    int m_taken = 0;
    bool m_failed = false;
};

} // namespace hs::test
