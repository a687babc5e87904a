<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>IntegrationWords</name>
    <message numerus="yes">
        <source>%n sent</source>
        <comment>messages today</comment>
        <translation>
            <numerusform>%n sent</numerusform>
            <numerusform>%n sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n today</source>
        <comment>deliveries</comment>
        <translation>
            <numerusform>%n today</numerusform>
            <numerusform>%n today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be sent</source>
        <comment>messages</comment>
        <translation>
            <numerusform>%n could not be sent</numerusform>
            <numerusform>%n could not be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be handled</source>
        <comment>deliveries</comment>
        <translation>
            <numerusform>%n could not be handled</numerusform>
            <numerusform>%n could not be handled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <comment>deliveries today</comment>
        <translation>
            <numerusform>%n rejected</numerusform>
            <numerusform>%n rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n secret(s) valid</source>
        <translation>
            <numerusform>%n secret valid</numerusform>
            <numerusform>%n secrets valid</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::AuditPage</name>
    <message numerus="yes">
        <source>%n line(s) written</source>
        <translation>
            <numerusform>%n line written</numerusform>
            <numerusform>%n lines written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n act(s) exported</source>
        <translation>
            <numerusform>%n act exported</numerusform>
            <numerusform>%n acts exported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::BoardView</name>
    <message numerus="yes">
        <source>%n card(s)</source>
        <translation>
            <numerusform>%n card</numerusform>
            <numerusform>%n cards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more card(s) belong to nobody. Show the board without groups to see them.</source>
        <translation>
            <numerusform>%n more card belongs to nobody. Show the board without groups to see it.</numerusform>
            <numerusform>%n more cards belong to nobody. Show the board without groups to see them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more card(s) belong to no entity. Show the board without groups to see them.</source>
        <translation>
            <numerusform>%n more card belongs to no entity. Show the board without groups to see it.</numerusform>
            <numerusform>%n more cards belong to no entity. Show the board without groups to see them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::ColumnWidget</name>
    <message numerus="yes">
        <source>%n card(s), limit reached</source>
        <translation>
            <numerusform>%n card, limit reached</numerusform>
            <numerusform>%n cards, limit reached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s)</source>
        <translation>
            <numerusform>%n card</numerusform>
            <numerusform>%n cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::ConversationsView</name>
    <message numerus="yes">
        <source>%n open</source>
        <extracomment>Chip beside the title of the dock: how many conversations are open</extracomment>
        <translation>
            <numerusform>%n open</numerusform>
            <numerusform>%n open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::Duration</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::EscalationCommands</name>
    <message numerus="yes">
        <source>Assign %n escalation(s)</source>
        <translation>
            <numerusform>Assign %n escalation</numerusform>
            <numerusform>Assign %n escalations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::EscalationDetailView</name>
    <message numerus="yes">
        <source>%n more step(s)</source>
        <comment>that &quot;what matters&quot; leaves out</comment>
        <translation>
            <numerusform>%n more step</numerusform>
            <numerusform>%n more steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::EscalationsView</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <comment>escalations</comment>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <comment>escalations</comment>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::EventPage</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repeat(s) acknowledged</source>
        <comment>the sender sent the same delivery again</comment>
        <translation>
            <numerusform>%n repeat acknowledged</numerusform>
            <numerusform>%n repeats acknowledged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::IntegrationDetail</name>
    <message numerus="yes">
        <source>%1 Tried %n time(s): %2</source>
        <extracomment>An outgoing message: %1 what happens next, %2 the last error, %n tries so far.</extracomment>
        <translation>
            <numerusform>%1 Tried %n time: %2</numerusform>
            <numerusform>%1 Tried %n times: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::IntegrationsView</name>
    <message numerus="yes">
        <source>%n degraded</source>
        <comment>integrations</comment>
        <translation>
            <numerusform>%n degraded</numerusform>
            <numerusform>%n degraded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n down</source>
        <comment>integrations</comment>
        <translation>
            <numerusform>%n down</numerusform>
            <numerusform>%n down</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n open</numerusform>
            <numerusform>%n open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) a reply</source>
        <translation>
            <numerusform>%n needs a reply</numerusform>
            <numerusform>%n need a reply</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n degraded</source>
        <translation>
            <numerusform>%n degraded</numerusform>
            <numerusform>%n degraded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::NotificationCenter</name>
    <message numerus="yes">
        <source>%n more thing(s) need you</source>
        <translation>
            <numerusform>%n more thing needs you</numerusform>
            <numerusform>%n more things need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::PersonDialog</name>
    <message numerus="yes">
        <source>%n open claim(s)</source>
        <comment>how much a person has in hand</comment>
        <translation>
            <numerusform>%n open claim</numerusform>
            <numerusform>%n open claims</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::ReceiverPage</name>
    <message numerus="yes">
        <source>%n today</source>
        <translation>
            <numerusform>%n today</numerusform>
            <numerusform>%n today</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n agent(s)</source>
        <translation>
            <numerusform>%n agent</numerusform>
            <numerusform>%n agents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n workflow(s) active</source>
        <translation>
            <numerusform>%n workflow active</numerusform>
            <numerusform>%n workflows active</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) today</source>
        <translation>
            <numerusform>%n event today</numerusform>
            <numerusform>%n events today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait as drafts</source>
        <translation>
            <numerusform>%n message waits as a draft</numerusform>
            <numerusform>%n messages wait as drafts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::TopBar</name>
    <message numerus="yes">
        <source>Notices: %n</source>
        <translation>
            <numerusform>Notices: %n</numerusform>
            <numerusform>Notices: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) online</source>
        <translation>
            <numerusform>%n person online</numerusform>
            <numerusform>%n people online</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n claim(s)</source>
        <translation>
            <numerusform>%n claim</numerusform>
            <numerusform>%n claims</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::Tray</name>
    <message numerus="yes">
        <source>%n escalation(s) open</source>
        <translation>
            <numerusform>%n escalation open</numerusform>
            <numerusform>%n escalations open</numerusform>
        </translation>
    </message>
</context>
</TS>
