//! What a kind of matter says of itself in the same words as every other: its acts and events by their own
//! methods, its matter by its own fields.

/// The table of a flow, and the field in which its state stands.
macro_rules! flow_of {
    ($of:ty, $at:ty, $table:expr, $($field:ident).+) => {
        impl $crate::domain::kind::Flow for $of {
            type At = $at;
            const FLOW: &'static [$crate::domain::kind::Step<Self>] = $table;
            fn at(&self) -> $at {
                self.$($field).+
            }
        }
    };
}

/// Acts and events that know their row, their code and the question behind them.
macro_rules! asked_by {
    ($act:ty, $event:ty) => {
        type Act = $act;
        type Event = $event;
        const EVENTS: &'static [(&'static str, $crate::domain::flow::Act)] = <$event>::CODES;
        fn act(act: &$act) -> $crate::domain::flow::Act {
            act.act()
        }
        fn made_by(event: &$event) -> $crate::domain::flow::Act {
            event.made_by()
        }
        fn event_code(event: &$event) -> &'static str {
            event.code()
        }
        fn asked(event: &$event) -> $act {
            event.asked()
        }
    };
}

/// A matter that keeps its state in a field, beside its id, its short name and the moment it came there.
macro_rules! kept_in {
    ($field:ident) => {
        fn land(&mut self, at: Self::At, since: $crate::domain::ids::Millis) {
            (self.$field, self.since) = (at, since);
        }
        fn id(&self) -> $crate::domain::ids::MatterId {
            self.id
        }
        fn ref_(&self) -> &$crate::domain::ids::Ref {
            &self.ref_
        }
        fn since(&self) -> $crate::domain::ids::Millis {
            self.since
        }
    };
}

/// A matter begun on a record, which keeps what every such one does in its field `begun`.
macro_rules! begun_on_a_record {
    () => {
        fn land(&mut self, at: Self::At, since: $crate::domain::ids::Millis) {
            (self.begun.at, self.begun.since) = (at, since);
        }
        fn id(&self) -> $crate::domain::ids::MatterId {
            self.begun.id
        }
        fn ref_(&self) -> &$crate::domain::ids::Ref {
            &self.begun.ref_
        }
        fn begun_at(&self) -> $crate::domain::ids::Millis {
            self.begun.begun_at
        }
        fn since(&self) -> $crate::domain::ids::Millis {
            self.begun.since
        }
        fn on(&self) -> $crate::domain::kind::On<'_> {
            $crate::domain::kind::On::Record(self.begun.record)
        }
    };
}

/// A matter whose own methods begin it and take events in.
macro_rules! folded_by {
    ($of:ty, $event:ty) => {
        fn begin(stamp: &$crate::domain::event::Stamp<'_>, event: &$event) -> Option<Self> {
            <$of>::begin(stamp, event)
        }
        fn take(&mut self, stamp: &$crate::domain::event::Stamp<'_>, event: &$event) {
            <$of>::take(self, stamp, event);
        }
    };
}

pub(crate) use {asked_by, begun_on_a_record, flow_of, folded_by, kept_in};
