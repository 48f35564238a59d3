import React from 'react';
import Avatar from '@atlaskit/avatar';
import Button from '@atlaskit/button';
import { DropdownItem } from '@atlaskit/dropdown-menu';
import Tooltip from '@atlaskit/tooltip';
import logo from './logo.svg';

const Link = ({ href }: { href: string }) => <span title={href} />;

export const A = ({ user, serverUrl }: any) => (
  <div>
    <Avatar src={user.avatar_url} />
    <Button href={user.html_url}>x</Button>
    <a href={`${serverUrl}/settings`}>y</a>
    <DropdownItem href="https://docs.example.com/a">z</DropdownItem>
    <img src={logo} />
    <img src="/own.png" />
    <a href={user.id}>own</a>
    <Link href="https://component.example.com" />
    <Tooltip>{(props) => <a {...props}>t</a>}</Tooltip>
  </div>
);
