//! What a player does at the keys and reads on the screen, whichever court he sits in: for a type with an
//! `app`.

#[macro_export]
macro_rules! at_the_keys {
    ($player:ty) => {
        impl $player {
            pub fn press(&mut self, written: &str) -> &mut Self {
                for event in keys(written).unwrap() {
                    self.app.event(event);
                    self.app.draw().unwrap();
                }
                self
            }

            pub fn screen(&mut self) -> String {
                self.app.draw().unwrap();
                text(self.app.display().shown())
            }

            /// What the person reads; told with the whole screen when it is not there.
            pub fn reads(&mut self, wanted: &str) -> &mut Self {
                let screen = self.screen();
                assert!(screen.contains(wanted), "{wanted} is not on the screen:\n{screen}");
                self
            }

            pub fn reads_not(&mut self, unwanted: &str) -> &mut Self {
                let screen = self.screen();
                assert!(!screen.contains(unwanted), "{unwanted} is on the screen:\n{screen}");
                self
            }

            /// What cannot be undone asks for the end of the name that its form shows first.
            pub fn names_it(&mut self) -> &mut Self {
                let screen = self.screen();
                let alone = |l: &&str| {
                    l.len() == 9 && l.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
                };
                let name = screen.lines().map(str::trim).rfind(alone).unwrap_or_else(|| panic!("{screen}"));
                self.press(&format!("{}<f2>", &name[name.len() - 4..]))
            }
        }
    };
}
